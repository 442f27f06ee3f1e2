// An address that leads nowhere.
import { Link } from 'react-router';
import { Screen } from '../parts/screen.tsx';
import { useTexts } from '../texts/texts.tsx';

export function NotFound() {
  const t = useTexts('frame');
  return (
    <Screen title={t('notFound.title')} lead={t('notFound.lead')}>
      <p>
        <Link to="/setup">{t('notFound.toSetup')}</Link>
      </p>
    </Screen>
  );
}
