// The start of the pages: theme, server state, addresses.
import './mantine-styles.ts';
import './styles.css';
import { MantineProvider } from '@mantine/core';
import { MutationCache, QueryCache, QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { BrowserRouter } from 'react-router';
import { App } from './app.tsx';
import { CrashScreen } from './parts/crash-screen.tsx';
import { ApiError } from './request.ts';
import { Texts } from './texts/texts.tsx';
import { cssVariables, theme } from './theme.ts';

// A session that has ended is noticed by whichever call comes first; asking for the session again leads to the sign-in.
const onError = (error: Error) => {
  if (error instanceof ApiError && error.code === 'not_signed_in') {
    void queries.invalidateQueries({ queryKey: ['session'] });
  }
};

const queries = new QueryClient({
  queryCache: new QueryCache({ onError }),
  mutationCache: new MutationCache({ onError }),
  defaultOptions: {
    queries: {
      staleTime: 2_000,
      // An answer that says no will say no again; only silence and 5xx are worth another try.
      retry: (count, error) =>
        count < 2 && error instanceof ApiError && (error.status === 0 || error.status >= 500),
      retryDelay: (count) => 400 * 2 ** count,
    },
  },
});

const root = document.getElementById('root');
if (!root) throw new Error('index.html has no element with the id "root"');
createRoot(root).render(
  <StrictMode>
    <MantineProvider theme={theme} cssVariablesResolver={cssVariables} defaultColorScheme="auto">
      <QueryClientProvider client={queries}>
        <CrashScreen>
          <Texts>
            <BrowserRouter>
              <App />
            </BrowserRouter>
          </Texts>
        </CrashScreen>
      </QueryClientProvider>
    </MantineProvider>
  </StrictMode>,
);
