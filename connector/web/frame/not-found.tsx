// An address that leads nowhere.
import { Link } from 'react-router';
import { Screen } from '../parts/screen.tsx';

export function NotFound() {
  return (
    <Screen title="There is no such page" lead="The address may be mistyped, or from another version.">
      <p>
        <Link to="/setup/api-connection">Go to Setup</Link>
      </p>
    </Screen>
  );
}
