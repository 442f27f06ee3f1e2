// The checklist of what the API user must have; each line turns into a check after connecting.
import type { ApiUserNeed } from '../api.ts';
import IconCircleDashed from '@tabler/icons-react/dist/esm/icons/IconCircleDashed.mjs';
import classes from './api-user-needs.module.css';

export function ApiUserNeeds({ needs }: { needs: ApiUserNeed[] }) {
  return (
    <>
      <ul className={classes.needs}>
        {needs.map((need) => (
          <li key={need.id} className={classes.need}>
            <IconCircleDashed size={20} stroke={1.6} aria-hidden className={classes.mark} />
            <div>
              <p className={classes.title}>{need.title}</p>
              <p className={classes.detail}>{need.detail}</p>
            </div>
          </li>
        ))}
      </ul>
      <p className={classes.detail}>Bookbridge checks each of these after you connect.</p>
    </>
  );
}
