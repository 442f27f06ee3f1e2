// The kinds of sources there are. A new tool is one file beside this one and one line here.
import type { SourceKind } from '../../store/source-tables.ts';
import { calCom } from './cal-com.ts';
import { calendly } from './calendly.ts';
import { generic } from './generic.ts';
import { onceHub } from './oncehub.ts';
import type { SourceReader } from './source-reader.ts';
import { standardWebhooks } from './standard-webhooks.ts';

export const sourceReaders: Readonly<Record<SourceKind, SourceReader>> = {
  'cal-com': calCom,
  calendly,
  oncehub: onceHub,
  'standard-webhooks': standardWebhooks,
  generic,
};
