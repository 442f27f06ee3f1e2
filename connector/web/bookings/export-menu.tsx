// The bookings of the present filter as a file: plain, or as Excel reads it.
import { Button, Menu } from '@mantine/core';
import IconDownload from '@tabler/icons-react/dist/esm/icons/IconDownload.mjs';
import { useLanguage, useTexts } from '../texts/texts.tsx';
import { type BookingFilter, queryOf } from './booking-filter.ts';
import classes from './booking-filters.module.css';
import { bookingsApi } from './bookings-api.ts';

export function ExportMenu({ filter }: { filter: BookingFilter }) {
  const t = useTexts('bookings');
  const { language } = useLanguage();
  const query = queryOf(filter);
  // Where numbers are written with a comma, Excel splits at semicolons.
  const forExcel = { bom: '1', separator: language === 'de' ? 'semicolon' : 'comma' };
  return (
    <Menu position="bottom-end" width={250} shadow="md">
      <Menu.Target>
        <Button variant="default" leftSection={<IconDownload size={17} stroke={1.8} aria-hidden />}>
          {t('export.open')}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item component="a" href={bookingsApi.exportUrl(query, {})} download>
          {t('export.plain')}
          <span className={classes.hint}>{t('export.plainHint')}</span>
        </Menu.Item>
        <Menu.Item component="a" href={bookingsApi.exportUrl(query, forExcel)} download>
          {t('export.excel')}
          <span className={classes.hint}>{t('export.excelHint')}</span>
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
