// All words of the pages in the reader's language: the one chosen before, else the browser's, else English.
import { createContext, useContext, useEffect, useMemo, useState, type ReactNode } from 'react';
import { IntlProvider } from 'use-intl';
import type { SameKeys } from './catalogue.ts';
import { en, type Catalogue } from './en.ts';

export { useTranslations as useTexts } from 'use-intl';

declare module 'use-intl' {
  // The library looks its types up here: keys and arguments are checked where a text is used.
  interface AppConfig {
    Locale: Language;
    Messages: Catalogue;
  }
}

export const languages = { en: 'English', de: 'Deutsch' } as const;
export type Language = keyof typeof languages;

const storageKey = 'bookbridge-language';
const loaders: Record<Language, () => Promise<SameKeys<Catalogue>>> = {
  en: () => Promise.resolve(en),
  de: async () => (await import('./de.ts')).de,
};

const Choice = createContext<{ language: Language; choose: (language: Language) => void }>({
  language: 'en',
  choose: () => undefined,
});

/** The present language, and how to change it; kept in this browser. */
export const useLanguage = () => useContext(Choice);

export function Texts({ children }: { children: ReactNode }) {
  const [wanted, setWanted] = useState(readLanguage);
  const [shown, setShown] = useState<{ language: Language; messages: SameKeys<Catalogue> } | null>(
    wanted === 'en' ? { language: 'en', messages: en } : null,
  );
  useEffect(() => {
    let isCurrent = true;
    loaders[wanted]().then(
      (messages) => isCurrent && setShown({ language: wanted, messages }),
      // Without its file the page must still speak.
      () => isCurrent && setShown({ language: 'en', messages: en }),
    );
    return () => {
      isCurrent = false;
    };
  }, [wanted]);
  useEffect(() => {
    if (shown) document.documentElement.lang = shown.language;
  }, [shown]);
  const choice = useMemo(
    () => ({
      language: shown?.language ?? wanted,
      choose: (language: Language) => {
        localStorage.setItem(storageKey, language);
        setWanted(language);
      },
    }),
    [shown, wanted],
  );
  if (!shown) return <div aria-busy="true" />;
  return (
    <IntlProvider
      locale={shown.language}
      messages={shown.messages}
      timeZone={Intl.DateTimeFormat().resolvedOptions().timeZone}
    >
      <Choice value={choice}>{children}</Choice>
    </IntlProvider>
  );
}

function readLanguage(): Language {
  const chosen = localStorage.getItem(storageKey) ?? navigator.language.slice(0, 2);
  return chosen === 'de' ? 'de' : 'en';
}
