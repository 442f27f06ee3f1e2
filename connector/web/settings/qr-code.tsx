// A text as a QR code. What draws it is loaded only where one is shown.
import { Skeleton } from '@mantine/core';
import { useEffect, useState } from 'react';
import { useTexts } from '../texts/texts.tsx';
import classes from './settings.module.css';

/** Light modules around the code; readers need four. */
const border = 4;

export function QrCode({ text, label }: { text: string; label: string }) {
  const t = useTexts('settings');
  const [rows, setRows] = useState<boolean[][] | 'failed' | null>(null);
  useEffect(() => {
    let isCurrent = true;
    import('uqr').then(
      ({ encode }) => isCurrent && setRows(encode(text, { ecc: 'M', border }).data),
      () => isCurrent && setRows('failed'),
    );
    return () => {
      isCurrent = false;
    };
  }, [text]);
  if (rows === 'failed') return <p className={classes.detail}>{t('secondFactor.qrFailed')}</p>;
  if (rows === null) return <Skeleton className={classes.qr ?? ''} />;
  return (
    <svg
      role="img"
      aria-label={label}
      className={classes.qr}
      viewBox={`0 0 ${rows.length} ${rows.length}`}
      shapeRendering="crispEdges"
    >
      <path fill="#000" d={darkModules(rows)} />
    </svg>
  );
}

/** One unit square per dark module. */
function darkModules(rows: boolean[][]): string {
  return rows.flatMap((row, y) => row.map((isDark, x) => (isDark ? `M${x} ${y}h1v1h-1z` : ''))).join('');
}
