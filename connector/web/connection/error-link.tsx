// The one page of the org's Setup where an error is put right.
import type { Problem } from '../api.ts';
import { ExternalButton } from '../parts/external-link.tsx';
import { useTexts } from '../texts/texts.tsx';

export function ErrorLink({ problem }: { problem: Pick<Problem, 'link'> | null | undefined }) {
  const t = useTexts('connection.errorLinks');
  const link = problem?.link;
  return link ? <ExternalButton href={link.href}>{t(link.place)}</ExternalButton> : null;
}
