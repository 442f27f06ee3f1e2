// The same by other hands: exact commands for the sf CLI, and Salesforce's installer where a package is configured.
import { Tabs } from '@mantine/core';
import { CopyField } from '../parts/copy-field.tsx';
import { ExternalButton } from '../parts/external-link.tsx';
import { Card } from '../parts/screen.tsx';
import { useTexts } from '../texts/texts.tsx';
import type { Installation } from './installation-api.ts';
import classes from './installation.module.css';

export function OtherWays({ found }: { found: Installation }) {
  const t = useTexts('installation.ways');
  const { cli, packageUrl, org } = found;
  return (
    <Card title={t('title')}>
      <Tabs defaultValue="cli" keepMounted={false}>
        <Tabs.List>
          <Tabs.Tab value="cli">{t('cli')}</Tabs.Tab>
          {packageUrl !== null && <Tabs.Tab value="package">{t('package')}</Tabs.Tab>}
        </Tabs.List>
        <Tabs.Panel value="cli" className={classes.ways}>
          <p className={classes.found}>{t('cliIntro')}</p>
          {cli.commands.map(({ id, command }) => (
            <CopyField key={id} label={t(`steps.${id}`)} value={command} />
          ))}
          {org.kind === 'production' && <p className={classes.found}>{t('production')}</p>}
        </Tabs.Panel>
        {packageUrl !== null && (
          <Tabs.Panel value="package" className={classes.ways}>
            <p className={classes.found}>{t('packageIntro')}</p>
            <div>
              <ExternalButton href={packageUrl}>{t('packageOpen')}</ExternalButton>
            </div>
          </Tabs.Panel>
        )}
      </Tabs>
    </Card>
  );
}
