// "Someone else is our Salesforce admin": makes a link to send, shows what became of the last one, withdraws it.
import { Button } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { announce } from '../parts/announce.ts';
import { CopyField } from '../parts/copy-field.tsx';
import { ErrorNotice } from '../parts/notice.tsx';
import { useRelativeTime } from '../parts/relative-time.tsx';
import { Card } from '../parts/screen.tsx';
import { asApiError } from '../request.ts';
import { useTexts } from '../texts/texts.tsx';
import { adminLinkApi, type MadeLink } from './admin-link-api.ts';
import classes from './admin-link-card.module.css';

const linkKey = ['admin-link-made'];

export function AdminLinkCard() {
  const t = useTexts('adminLink');
  const queries = useQueryClient();
  const latest = useLatestLink();
  const make = useMutation({
    mutationFn: adminLinkApi.make,
    onSuccess: () => {
      announce(t('made'));
      return queries.invalidateQueries({ queryKey: linkKey });
    },
  });
  const withdraw = useMutation({
    mutationFn: adminLinkApi.withdraw,
    onSuccess: () => {
      make.reset();
      announce(t('withdrawn'));
      return queries.invalidateQueries({ queryKey: linkKey });
    },
  });
  const link = latest.data?.link ?? null;
  const isOpen = link?.state === 'open';
  const failure = make.error ?? withdraw.error;
  return (
    <Card title={t('title')}>
      <p className={classes.text}>{t('intro')}</p>
      {make.data && isOpen && (
        <CopyField label={t('label')} value={make.data.url} description={t('onlyNow')} />
      )}
      {link && <LastLink link={link} />}
      {failure && (
        <ErrorNotice
          what={make.error ? t('makeFailed') : t('withdrawFailed')}
          why={failure.message}
          fix={asApiError(failure).fix}
        />
      )}
      <div className={classes.actions}>
        <Button variant="default" loading={make.isPending} onClick={() => make.mutate()}>
          {isOpen ? t('makeAnother') : t('make')}
        </Button>
        {isOpen && (
          <Button
            variant="subtle"
            color="gray"
            loading={withdraw.isPending}
            onClick={() => withdraw.mutate()}
          >
            {t('withdraw')}
          </Button>
        )}
      </div>
    </Card>
  );
}

/** On the page of the connection that was made with it. */
export function MadeByLink({ username }: { username: string }) {
  const { data } = useLatestLink();
  const link = data?.link;
  return link?.state === 'used' && link.usedBy === username ? <LastLink link={link} /> : null;
}

function useLatestLink() {
  return useQuery({
    queryKey: linkKey,
    queryFn: ({ signal }) => adminLinkApi.latest(signal),
    // Somebody else uses it, somewhere else.
    refetchInterval: ({ state }) => (state.data?.link?.state === 'open' ? 15_000 : false),
  });
}

function LastLink({ link }: { link: MadeLink }) {
  const t = useTexts('adminLink.states');
  const tell = useRelativeTime();
  const by = link.createdBy;
  const when = tell(link.createdAt);
  const ends = tell(link.expiresAt);
  const words = () => {
    switch (link.state) {
      case 'open':
        return link.openedAt
          ? t('opened', { by, when, opened: tell(link.openedAt), ends })
          : t('open', { by, when, ends });
      case 'used':
        return t('used', { by, used: tell(link.usedAt ?? link.createdAt), username: link.usedBy ?? '' });
      case 'expired':
        return t('expired', { by, when });
      case 'replaced':
        return t('replaced', { by, when });
    }
  };
  return (
    <p className={classes.state} data-state={link.state}>
      {words()}
    </p>
  );
}
