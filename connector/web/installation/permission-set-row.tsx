// The permission set of the API user: assigned or not, by its marker field, and the button that assigns it where that is allowed.
import { Button } from '@mantine/core';
import { ExternalButton } from '../parts/external-link.tsx';
import type { Mark } from '../parts/state-word.tsx';
import type { Tone } from '../parts/tone.ts';
import { useTexts } from '../texts/texts.tsx';
import type { Installation } from './installation-api.ts';
import { Row } from './row.tsx';

const marks: Record<Installation['permissionSet']['state'], { tone: Tone; mark: Mark }> = {
  assigned: { tone: 'good', mark: 'done' },
  not_assigned: { tone: 'bad', mark: 'failed' },
  not_deployed: { tone: 'quiet', mark: 'waiting' },
  unknown: { tone: 'warn', mark: 'attention' },
};

export function PermissionSetRow(props: { found: Installation; busy: boolean; onAssign: () => void }) {
  const t = useTexts('installation.permissionSet');
  const { permissionSet, org, links } = props.found;
  const { state, assignable } = permissionSet;
  const { username } = org;
  const isOpen = state === 'not_assigned' || state === 'unknown';
  return (
    <Row
      id="permission_set"
      title={t('title')}
      state={t(`state.${state}`)}
      {...marks[state]}
      found={
        <>
          <p>{t(state, { username })}</p>
          {isOpen && !assignable && <p>{t('byHand', { username })}</p>}
        </>
      }
      actions={
        isOpen && (
          <>
            {assignable && state === 'not_assigned' && (
              <Button size="sm" loading={props.busy} onClick={props.onAssign}>
                {t('assign')}
              </Button>
            )}
            <ExternalButton href={links.permissionSet}>{t('open')}</ExternalButton>
          </>
        )
      }
    />
  );
}
