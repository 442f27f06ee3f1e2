// Says in the try-out that nothing here is real, and where the local org's records can be seen.
import type { Session } from '../api.ts';
import { ExternalLink } from '../parts/external-link.tsx';
import IconFlask from '@tabler/icons-react/dist/esm/icons/IconFlask.mjs';
import classes from './try-out-banner.module.css';

export function TryOutBanner({ tryOut }: { tryOut: NonNullable<Session['tryOut']> }) {
  return (
    <div className={classes.banner} role="note">
      <IconFlask size={17} stroke={1.8} aria-hidden className={classes.icon} />
      <span>This org is local. Nothing leaves this computer.</span>
      <ExternalLink href={tryOut.recordsUrl}>See its records</ExternalLink>
    </div>
  );
}
