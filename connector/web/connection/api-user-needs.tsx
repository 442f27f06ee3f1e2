// The checklist of what the API user must have in the chosen mode; each line turns into a check after connecting.
import type { ConnectionMode } from '../api.ts';
import IconCircleDashed from '@tabler/icons-react/dist/esm/icons/IconCircleDashed.mjs';
import { useTexts } from '../texts/texts.tsx';
import classes from './api-user-needs.module.css';

export const needsOf = {
  secure: ['secure.user_license', 'secure.least_rights', 'secure.permission_set'],
  standard: ['standard.user_license', 'standard.user_profile', 'standard.permission_set'],
} as const satisfies Record<ConnectionMode, readonly string[]>;

export function ApiUserNeeds({ mode }: { mode: ConnectionMode }) {
  const t = useTexts('connection.needs');
  return (
    <>
      <ul className={classes.needs}>
        {needsOf[mode].map((need) => (
          <li key={need} className={classes.need}>
            <IconCircleDashed size={20} stroke={1.6} aria-hidden className={classes.mark} />
            <div>
              <p className={classes.title}>{t(`${need}.title`)}</p>
              <p className={classes.detail}>{t(`${need}.detail`)}</p>
            </div>
          </li>
        ))}
      </ul>
      <p className={classes.detail}>{t('checked')}</p>
    </>
  );
}
