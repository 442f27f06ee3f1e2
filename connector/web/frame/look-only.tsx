// Around screens on which everything changes something: viewers see them as they are, with every control switched off and the
// reason above, and no screen has to think of it by itself.
import { Outlet } from 'react-router';
import { Notice } from '../parts/notice.tsx';
import { useTexts } from '../texts/texts.tsx';
import classes from './look-only.module.css';
import { useMayChange } from './session.ts';

export function LookOnly() {
  const t = useTexts('people');
  if (useMayChange()) return <Outlet />;
  return (
    <div className={classes.screen}>
      <Notice tone="info">{t('viewerNote')}</Notice>
      <fieldset disabled className={classes.controls}>
        <Outlet />
      </fieldset>
    </div>
  );
}
