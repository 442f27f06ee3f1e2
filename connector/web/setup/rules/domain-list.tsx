// Mail domains that name no company.
import { ActionIcon, Button, TextInput } from '@mantine/core';
import { useRef, useState } from 'react';
import IconX from '@tabler/icons-react/dist/esm/icons/IconX.mjs';
import { useTexts } from '../../texts/texts.tsx';
import classes from './domain-list.module.css';

export function DomainList(props: { domains: readonly string[]; onChange: (domains: string[]) => void }) {
  const t = useTexts('rules');
  const input = useRef<HTMLInputElement>(null);
  const [typed, setTyped] = useState('');
  const [wrong, setWrong] = useState(false);
  const add = (): void => {
    const domain = typed.trim().toLowerCase();
    const isDomain = /^[\p{L}\p{N}-]+(\.[\p{L}\p{N}-]+)+$/u.test(domain);
    setWrong(!isDomain);
    if (!isDomain) return;
    if (!props.domains.includes(domain)) props.onChange([...props.domains, domain]);
    setTyped('');
  };
  return (
    <div className={classes.box}>
      {props.domains.length > 0 && (
        <ul className={classes.list} aria-label={t('paths.account.ignoredDomains')}>
          {props.domains.map((domain) => (
            <li key={domain} className={classes.item}>
              {domain}
              <ActionIcon
                size="sm"
                variant="subtle"
                color="gray"
                aria-label={t('list.remove', { name: domain })}
                onClick={() => {
                  props.onChange(props.domains.filter((one) => one !== domain));
                  input.current?.focus();
                }}
              >
                <IconX size={14} stroke={2} aria-hidden />
              </ActionIcon>
            </li>
          ))}
        </ul>
      )}
      <div className={classes.add}>
        <TextInput
          ref={input}
          size="sm"
          aria-label={t('list.domain')}
          placeholder="acme.example"
          value={typed}
          error={wrong ? t('list.notADomain') : null}
          onChange={(event) => {
            setTyped(event.currentTarget.value);
            setWrong(false);
          }}
          onKeyDown={(event) => {
            if (event.key === 'Enter') add();
          }}
        />
        <Button size="sm" variant="default" disabled={typed.trim() === ''} onClick={add}>
          {t('list.addDomain')}
        </Button>
      </div>
    </div>
  );
}
