// What each role may do, one line each.
import { Card } from '../parts/screen.tsx';
import { useTexts } from '../texts/texts.tsx';
import classes from './team.module.css';

export const roles = ['owner', 'admin', 'viewer'] as const;

export function RoleGuide() {
  const t = useTexts('team');
  const words = useTexts('people');
  return (
    <Card title={t('roles')}>
      <dl className={classes.guide}>
        {roles.map((role) => (
          <div key={role} className={classes.guideRow}>
            <dt>{words(`roles.${role}`)}</dt>
            <dd>{words(`roleHints.${role}`)}</dd>
          </div>
        ))}
      </dl>
    </Card>
  );
}
