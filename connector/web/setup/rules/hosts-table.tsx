// The hosts that have come with bookings, the unmatched first, each with its Salesforce user; set by hand where the automatic
// match is wrong or finds nobody.
import { Button } from '@mantine/core';
import { useState } from 'react';
import { LoadFailed } from '../../parts/notice.tsx';
import { StateWord } from '../../parts/state-word.tsx';
import { asApiError } from '../../request.ts';
import { en } from '../../texts/en.ts';
import { useTexts } from '../../texts/texts.tsx';
import { hasKey } from '../phases/phase-words.ts';
import { RowsSkeleton } from '../phases/phase-skeleton.tsx';
import type { Host } from '../setup-api.ts';
import { useHosts } from '../setup-queries.ts';
import classes from './hosts-table.module.css';
import { PersonPicker } from './person-picker.tsx';
import { RuleNotes } from './rule-notes.tsx';
import { useRules } from './use-rules.ts';

export function HostsTable() {
  const t = useTexts('rules');
  const tSetup = useTexts('setup');
  const hosts = useHosts();
  const { rules } = useRules();
  if (hosts.isPending) return <RowsSkeleton label={tSetup('loading')} rows={3} />;
  if (hosts.isError) {
    return (
      <LoadFailed
        what={t('hosts.failed')}
        error={asApiError(hosts.error)}
        onRetry={() => void hosts.refetch()}
        retrying={hosts.isFetching}
      />
    );
  }
  // Those in the table whose bookings are gone stay in sight, so that they can be removed.
  const known = new Set(hosts.data.hosts.map(({ email }) => email.toLowerCase()));
  const rows: Host[] = [
    ...hosts.data.hosts,
    ...rules.hosts.table
      .filter(({ email }) => !known.has(email.toLowerCase()))
      .map(({ email, userId, userName }) => ({
        email,
        name: null,
        bookings: 0,
        match: { how: 'table', userId, userName },
      })),
  ];
  if (rows.length === 0) return <p className={classes.quiet}>{t('hosts.empty')}</p>;
  const setByHand = (email: string) =>
    rules.hosts.table.some((row) => row.email.toLowerCase() === email.toLowerCase());
  const unmatched = rows.filter(({ email, match }) => match === null && !setByHand(email));
  const sorted = [...unmatched, ...rows.filter((row) => !unmatched.includes(row))];
  return (
    <div className={classes.box}>
      <p className={classes.quiet} role="status">
        {t('hosts.unmatchedCount', { count: unmatched.length })}
      </p>
      <table className={classes.table}>
        <caption className="visually-hidden">{t('hosts.title')}</caption>
        <thead>
          <tr>
            <th scope="col">{t('hosts.host')}</th>
            <th scope="col" className={classes.number}>
              {t('hosts.bookings')}
            </th>
            <th scope="col">{t('hosts.user')}</th>
          </tr>
        </thead>
        <tbody>
          {sorted.map((host) => (
            <HostRow key={host.email} host={host} />
          ))}
        </tbody>
      </table>
      <RuleNotes paths={['rules.hosts.table']} />
    </div>
  );
}

function HostRow({ host }: { host: Host }) {
  const t = useTexts('rules');
  const { rules, setHosts } = useRules();
  const [picking, setPicking] = useState(false);
  const { email } = host;
  const others = rules.hosts.table.filter((row) => row.email.toLowerCase() !== email.toLowerCase());
  const set = rules.hosts.table.find((row) => row.email.toLowerCase() === email.toLowerCase());
  return (
    <tr>
      <th scope="row">
        <span className={classes.name}>{host.name ?? email}</span>
        {host.name && <span className={classes.email}>{email}</span>}
      </th>
      <td className={classes.number}>{host.bookings}</td>
      <td>
        <div className={classes.match}>
          {picking ? (
            <PersonPicker
              kind="user"
              label={t('hosts.setFor', { email })}
              onCancel={() => setPicking(false)}
              onPick={({ id, name }) => {
                setPicking(false);
                setHosts({ table: [...others, { email, userId: id, userName: name }] });
              }}
            />
          ) : (
            <>
              <span className={classes.user}>{tellUser()}</span>
              {set ? (
                <Button
                  size="compact-sm"
                  variant="default"
                  aria-label={`${t('hosts.forget')}: ${email}`}
                  onClick={() => setHosts({ table: others }, t('hosts.gone', { email }))}
                >
                  {t('hosts.forget')}
                </Button>
              ) : (
                <Button
                  size="compact-sm"
                  variant="default"
                  aria-label={`${t('hosts.set')}: ${email}`}
                  onClick={() => setPicking(true)}
                >
                  {t('hosts.set')}
                </Button>
              )}
            </>
          )}
        </div>
      </td>
    </tr>
  );

  function tellUser() {
    if (set) {
      const isSaved = host.match?.how === 'table' && host.match.userId === set.userId;
      return (
        <>
          {set.userName}{' '}
          <span className={classes.how}>{isSaved ? t('hosts.how.table') : t('hosts.notSaved')}</span>
        </>
      );
    }
    if (!host.match) {
      return (
        <StateWord tone="warn" mark="attention">
          {t('hosts.unmatched')}
        </StateWord>
      );
    }
    const { how, userName } = host.match;
    return (
      <>
        {userName}{' '}
        <span className={classes.how}>{hasKey(en.rules.hosts.how, how) ? t(`hosts.how.${how}`) : how}</span>
      </>
    );
  }
}
