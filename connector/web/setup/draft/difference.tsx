// Lines of a difference as a list: what, before → after.
import { useState } from 'react';
import { useTexts } from '../../texts/texts.tsx';
import { withParts } from '../parts-of-text.ts';
import classes from './difference.module.css';
import { useLineWords } from './line-words.tsx';
import type { Line } from './set-up-diff.ts';

const few = 12;

export function Difference({ lines, label }: { lines: readonly Line[]; label: string }) {
  const t = useTexts('setup');
  const tFields = useTexts('fields');
  const { tellPath, tellValue } = useLineWords();
  const [all, setAll] = useState(false);
  const shown = all ? lines : lines.slice(0, few);
  return (
    <div>
      <ul className={classes.lines} aria-label={label}>
        {shown.map(({ path, before, after }) => (
          <li key={path} className={classes.line}>
            <span className={classes.what}>{tellPath(path, after ?? before)}</span>
            <span className={classes.values}>
              {t.rich(
                'lines.from',
                withParts({
                  before: <del className={classes.before}>{tellValue(path, before)}</del>,
                  after: <ins className={classes.after}>{tellValue(path, after)}</ins>,
                }),
              )}
            </span>
          </li>
        ))}
      </ul>
      {lines.length > few && (
        <button type="button" className={classes.more} onClick={() => setAll(!all)}>
          {all ? tFields('mapping.fewer') : tFields('mapping.more', { count: lines.length - few })}
        </button>
      )}
    </div>
  );
}
