// What the tags in the texts of this room look like.
import type { ReactNode } from 'react';
import { Link } from 'react-router';

export const richText = {
  b: (parts: ReactNode) => <b>{parts}</b>,
  setup: (parts: ReactNode) => <Link to="/setup/api-connection">{parts}</Link>,
  code: (parts: ReactNode) => <code>{parts}</code>,
};
