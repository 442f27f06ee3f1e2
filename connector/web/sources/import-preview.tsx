// What an import would bring: how many of each kind, the first of them in a table, and each line that is refused. All of it is
// somebody else's text and shown as text.
import { Notice } from '../parts/notice.tsx';
import { useLanguage, useTexts } from '../texts/texts.tsx';
import classes from './import-preview.module.css';
import type { Difference, Import } from './sources-api.ts';

const differences: Difference[] = ['new', 'confirmed', 'moved', 'changed', 'canceled', 'same'];

export function ImportPreview({ found: { preview, total } }: { found: Import }) {
  const t = useTexts('imports');
  const news = Object.entries(preview.counts).reduce(
    (sum, [what, count]) => sum + (what === 'same' ? 0 : count),
    0,
  );
  return (
    <>
      <h3 className={classes.title}>{t('preview.title', { total })}</h3>
      <ul className={classes.counts}>
        {differences.flatMap((what) => {
          const count = preview.counts[what] ?? 0;
          return count === 0 ? [] : [<li key={what}>{t(`preview.counts.${what}`, { count })}</li>];
        })}
      </ul>
      {preview.refusedLines > 0 && <Refused preview={preview} />}
      {preview.unusedColumns.length > 0 && (
        <p className={classes.detail}>{t('preview.unused', { columns: preview.unusedColumns.join(', ') })}</p>
      )}
      {preview.rows.length > 0 && <Rows preview={preview} />}
      {news > preview.rows.length && (
        <p className={classes.detail}>
          {t('preview.more', { shown: String(preview.rows.length), total: String(news) })}
        </p>
      )}
      {preview.isCut && <Notice tone="warn">{t('preview.isCut')}</Notice>}
    </>
  );
}

function Refused({ preview }: { preview: Import['preview'] }) {
  const t = useTexts('imports');
  const { refused, refusedLines } = preview;
  return (
    <Notice tone="warn" title={t('preview.refusedTitle', { count: refusedLines })}>
      <ul className={classes.refused}>
        {refused.map(({ line, field, problem }) => (
          <li key={`${line} ${field}`}>
            {t('preview.refusedLine', {
              line: String(line),
              field: field === '' ? '' : `“${field}”`,
              problem,
            })}
          </li>
        ))}
      </ul>
      {refused.length >= 200 && <p>{t('preview.refusedMore', { shown: String(refused.length) })}</p>}
    </Notice>
  );
}

function Rows({ preview }: { preview: Import['preview'] }) {
  const t = useTexts('imports');
  const { language } = useLanguage();
  const format = new Intl.DateTimeFormat(language === 'de' ? 'de' : 'en-GB', {
    dateStyle: 'medium',
    timeStyle: 'short',
  });
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- what scrolls must be reachable without a mouse
    <div className={classes.scroll} role="region" tabIndex={0} aria-label={t('preview.caption')}>
      <table className={classes.table}>
        <caption className="visually-hidden">{t('preview.caption')}</caption>
        <thead>
          <tr>
            <th scope="col">{t('preview.columns.what')}</th>
            <th scope="col">{t('preview.columns.person')}</th>
            <th scope="col">{t('preview.columns.meeting')}</th>
            <th scope="col">{t('preview.columns.time')}</th>
          </tr>
        </thead>
        <tbody>
          {preview.rows.map((row, at) => (
            // oxlint-disable-next-line react/no-array-index-key -- rows are never moved, and two may say the same
            <tr key={at}>
              <td>{t(`preview.what.${row.what}`)}</td>
              <td>{row.person || t('preview.noPerson')}</td>
              <td>{row.title}</td>
              <td className={classes.time}>
                {row.startsAt === '' ? '' : format.format(new Date(row.startsAt))}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
