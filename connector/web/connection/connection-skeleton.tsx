// The screen's shape while its content loads.
import { Skeleton } from '@mantine/core';
import { useTexts } from '../texts/texts.tsx';
import { Card } from '../parts/screen.tsx';

export function ConnectionSkeleton() {
  const t = useTexts('connection');
  return (
    <div aria-busy="true" aria-label={t('loading')} role="status">
      <Card>
        <Skeleton height={20} width="40%" />
        <Skeleton height={14} width="85%" />
        <Skeleton height={14} width="70%" />
        <Skeleton height={120} mt={8} />
        <Skeleton height={120} />
        <Skeleton height={42} width={220} mt={8} />
      </Card>
    </div>
  );
}
