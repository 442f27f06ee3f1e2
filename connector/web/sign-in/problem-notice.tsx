// A refusal of the whole form; what concerns one field stands at the field instead.
import type { ReactNode } from 'react';
import { ErrorNotice } from '../parts/notice.tsx';
import type { Problem } from './problem-words.ts';

export function ProblemNotice({ problem, children }: { problem: Problem | null; children?: ReactNode }) {
  if (!problem || Object.keys(problem.fields).length > 0) return null;
  return (
    <ErrorNotice what={problem.what} fix={problem.fix}>
      {children}
    </ErrorNotice>
  );
}
