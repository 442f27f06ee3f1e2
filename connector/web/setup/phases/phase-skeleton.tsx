// While a phase loads: as tall as what comes, so that nothing jumps.
import { Skeleton } from '@mantine/core';
import classes from './phase-skeleton.module.css';

export function PhaseSkeleton({ label }: { label: string }) {
  return (
    <div role="status" aria-busy="true" aria-label={label} className={classes.skeleton}>
      <Skeleton height={30} width="45%" />
      <Skeleton height={18} width="80%" />
      <Skeleton height={240} radius="lg" />
      <Skeleton height={160} radius="lg" />
    </div>
  );
}

/** The same for the parts of a phase whose heading stands already. */
export function RowsSkeleton({ label, rows = 5 }: { label: string; rows?: number }) {
  return (
    <div role="status" aria-busy="true" aria-label={label} className={classes.rows}>
      {Array.from({ length: rows }, (_, index) => `row-${index}`).map((row) => (
        <Skeleton key={row} height={58} radius="md" />
      ))}
    </div>
  );
}
