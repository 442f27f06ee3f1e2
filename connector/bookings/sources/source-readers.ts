// The kinds of sources there are. A new tool is one file beside this one and one line here.
import type { SourceKind } from '../../store/schema.ts';
import { calCom } from './cal-com.ts';
import { generic } from './generic.ts';
import type { SourceReader } from './source-reader.ts';

export const sourceReaders: Readonly<Record<SourceKind, SourceReader>> = { 'cal-com': calCom, generic };
