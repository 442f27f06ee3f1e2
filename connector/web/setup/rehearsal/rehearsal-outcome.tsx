// What the org answered: accepted, or the first refusal in plain words with its fix; then the records with what would change
// in each, what may remain, and how it was decided.
import { ExternalLink } from '../../parts/external-link.tsx';
import { Fold } from '../../parts/fold.tsx';
import { Notice } from '../../parts/notice.tsx';
import { StateWord, type Mark } from '../../parts/state-word.tsx';
import type { Tone } from '../../parts/tone.ts';
import { en } from '../../texts/en.ts';
import { useTexts } from '../../texts/texts.tsx';
import { useProblemWords } from '../fields/problem-words.ts';
import { hasKey } from '../phases/phase-words.ts';
import type { RehearsalAnswer, RehearsedRecord } from './rehearsal-api.ts';
import classes from './rehearsal.module.css';

export function RehearsalOutcome({ answer }: { answer: RehearsalAnswer }) {
  const t = useTexts('rehearsal');
  return (
    <div className={classes.outcome}>
      {answer.outcome === 'accepted' ? (
        <Notice tone="good" role="status" title={t('accepted')}>
          <p>{t('acceptedWhy', { calls: answer.apiCalls })}</p>
        </Notice>
      ) : (
        <Refusal answer={answer} />
      )}
      {answer.records.length > 0 && (
        <>
          <h4 className={classes.heading}>{t('records')}</h4>
          <ol className={classes.tree}>
            {answer.records.map((record) => (
              <RecordDifference key={record.ref} record={record} refusal={answer.refusal} />
            ))}
          </ol>
        </>
      )}
      <Remains codes={answer.remains} />
      {answer.trail.length > 0 && (
        <Fold summary={t('trail')}>
          <ol className={classes.trail}>
            {answer.trail.map(({ code, text }) => (
              <li key={`${code} ${text}`}>{text}</li>
            ))}
          </ol>
        </Fold>
      )}
    </div>
  );
}

function Refusal({ answer }: { answer: RehearsalAnswer }) {
  const t = useTexts('rehearsal');
  const tFields = useTexts('fields');
  const tell = useProblemWords();
  const { refusal } = answer;
  if (!refusal) return <Notice tone="bad" role="alert" title={t('failed')} />;
  const object = refusal.object ?? '';
  const label = hasKey(en.fields.objects, object) ? tFields(`objects.${object}`) : object;
  const { ours } = refusal;
  const isWorded = ours && (hasKey(en.setUpProblems, ours.code) ? ours.code !== 'unknown' : false);
  return (
    <Notice tone="bad" role="alert" title={label ? t('refused', { object: label }) : t('refusedOther')}>
      {isWorded && (
        <p>
          {tell({
            phase: 'field-validation',
            object,
            field: refusal.field,
            code: ours.code,
            values: ours.values,
            blocks: true,
          })}
        </p>
      )}
      <p>{refusal.message}</p>
      {refusal.field && <p>{t('atField', { field: refusal.field })}</p>}
      {refusal.fix && <p>{refusal.fix}</p>}
      <p>{t('after')}</p>
    </Notice>
  );
}

const signs: Record<string, { tone: Tone; mark: Mark }> = {
  create: { tone: 'good', mark: 'done' },
  update: { tone: 'info', mark: 'done' },
  link: { tone: 'quiet', mark: 'done' },
  not_reached: { tone: 'quiet', mark: 'none' },
};

function RecordDifference(props: { record: RehearsedRecord; refusal: RehearsalAnswer['refusal'] }) {
  const t = useTexts('rehearsal');
  const tFields = useTexts('fields');
  const { record, refusal } = props;
  const isRefused = refusal?.object === record.object;
  const sign = isRefused ? ({ tone: 'bad', mark: 'failed' } as const) : signs[record.action];
  const changed = record.fields.filter((field) => field.changed);
  const same = record.fields.length - changed.length;
  const { object } = record;
  // Of the meeting's own records only what is sent is known.
  const showsPresent = record.action === 'update' && object !== 'Event' && object !== 'Booking__c';
  // Our own record holds much that nobody decides on, and what was not reached is no answer of Salesforce.
  const isFolded = object === 'Booking__c' || record.action === 'not_reached';
  const table = (
    <table className={classes.difference}>
      <thead className="visually-hidden">
        <tr>
          <th scope="col">{t('field')}</th>
          {showsPresent && <th scope="col">{t('present')}</th>}
          <th scope="col">{t('planned')}</th>
        </tr>
      </thead>
      <tbody>
        {changed.map((field) => (
          <tr key={field.name} data-refused={(isRefused && refusal.field === field.name) || undefined}>
            <th scope="row">{field.label}</th>
            {showsPresent && (
              <td className={classes.present}>
                <Value value={field.present ?? null} />
              </td>
            )}
            <td>
              <Value value={field.planned ?? null} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
  return (
    <li className={classes.record}>
      <div className={classes.recordHead}>
        <span className={classes.object}>
          {object === 'Booking__c'
            ? t('bookingRecord')
            : hasKey(en.fields.objects, object)
              ? tFields(`objects.${object}`)
              : object}
        </span>
        {record.name && (
          <span className={classes.name}>
            {record.url ? <ExternalLink href={record.url}>{record.name}</ExternalLink> : record.name}
          </span>
        )}
        <StateWord tone={sign?.tone ?? 'quiet'} mark={sign?.mark ?? 'none'}>
          {isRefused
            ? t('outcomes.refused')
            : hasKey(en.rehearsal.actions, record.action)
              ? t(`actions.${record.action}`)
              : record.action}
        </StateWord>
      </div>
      {changed.length > 0 && !isFolded && table}
      {changed.length > 0 && isFolded && (
        <Fold summary={t('fieldCount', { count: changed.length })}>{table}</Fold>
      )}
      {record.action === 'update' && changed.length === 0 && <p className={classes.quiet}>{t('noChange')}</p>}
      {record.action === 'update' && changed.length > 0 && same > 0 && (
        <p className={classes.quiet}>{t('same', { count: same })}</p>
      )}
    </li>
  );
}

function Value({ value }: { value: string | number | boolean | null }) {
  const t = useTexts('rehearsal');
  const tFields = useTexts('fields');
  if (value === null || value === '') return <span className={classes.quiet}>{t('empty')}</span>;
  if (typeof value === 'boolean') return tFields(value ? 'source.yes' : 'source.no');
  return value;
}

function Remains({ codes }: { codes: readonly string[] }) {
  const t = useTexts('rehearsal');
  return (
    <Fold summary={codes.length === 0 ? t('remainsNothing') : t('remains')}>
      {codes.length > 0 && (
        <ul className={classes.trail}>
          {codes.map((code) => (
            <li key={code}>{hasKey(en.rehearsal.remainCodes, code) ? t(`remainCodes.${code}`) : code}</li>
          ))}
        </ul>
      )}
      <p className={classes.quiet}>{t('notSeen')}</p>
    </Fold>
  );
}
