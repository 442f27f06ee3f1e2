// Says in the try-out that nothing here is real, and where the local org's records can be seen.
import type { Session } from '../api.ts';
import { ExternalLink } from '../parts/external-link.tsx';
import IconFlask from '@tabler/icons-react/dist/esm/icons/IconFlask.mjs';
import { useTexts } from '../texts/texts.tsx';
import classes from './try-out-banner.module.css';

export function TryOutBanner({ tryOut }: { tryOut: NonNullable<Session['tryOut']> }) {
  const t = useTexts('frame');
  return (
    <div className={classes.banner} role="note">
      <IconFlask size={17} stroke={1.8} aria-hidden className={classes.icon} />
      <span>{t('tryOut.local')}</span>
      <ExternalLink href={tryOut.recordsUrl}>{t('tryOut.records')}</ExternalLink>
    </div>
  );
}
