// Unpacks the Chromium that comes from npm into the folder for temporary files, which is TMPDIR: a process of its own,
// because the package reads that at once and for good. Fonts and libraries come along for machines without any.
import { writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import chromium, { inflate } from '@sparticuz/chromium';

const packageFolder = join(dirname(createRequire(import.meta.url).resolve('@sparticuz/chromium')), '..');
await chromium.executablePath();
await inflate(join(packageFolder, 'bin', 'al2023.tar.br'));
// The package's own list of font folders names other machines.
writeFileSync(
  join(tmpdir(), 'fonts', 'fonts.conf'),
  '<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig><dir prefix="relative">fonts</dir></fontconfig>\n',
);
