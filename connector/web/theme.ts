// The look: one calm blue, cool greys, system fonts, generous spacing. Colours are chosen for WCAG AA in both schemes;
// tones for states (good, warn, bad, info) are the --bb-* variables in styles.css.
import { createTheme, type CSSVariablesResolver } from '@mantine/core';

const systemFonts =
  'system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", "Noto Sans", "Liberation Sans", Arial, sans-serif';

export const theme = createTheme({
  primaryColor: 'brand',
  primaryShade: { light: 6, dark: 6 },
  defaultRadius: 'md',
  cursorType: 'pointer',
  respectReducedMotion: true,
  fontFamily: systemFonts,
  fontFamilyMonospace:
    'ui-monospace, "SF Mono", "Cascadia Mono", Menlo, Consolas, "DejaVu Sans Mono", monospace',
  fontSizes: { xs: '0.8125rem', sm: '0.875rem', md: '0.9375rem', lg: '1.0625rem', xl: '1.25rem' },
  lineHeights: { xs: '1.45', sm: '1.5', md: '1.55', lg: '1.5', xl: '1.4' },
  radius: { xs: '4px', sm: '6px', md: '8px', lg: '12px', xl: '20px' },
  headings: {
    fontFamily: systemFonts,
    fontWeight: '650',
    textWrap: 'balance',
    sizes: {
      h1: { fontSize: '1.625rem', lineHeight: '1.25' },
      h2: { fontSize: '1.125rem', lineHeight: '1.35' },
      h3: { fontSize: '0.9375rem', lineHeight: '1.4' },
      h4: { fontSize: '0.9375rem', lineHeight: '1.4' },
      h5: { fontSize: '0.875rem', lineHeight: '1.4' },
      h6: { fontSize: '0.875rem', lineHeight: '1.4' },
    },
  },
  components: {
    // A long label (a username in it) wraps instead of being cut.
    Button: {
      styles: {
        root: {
          height: 'auto',
          minHeight: 'var(--button-height)',
          paddingBlock: '0.3125rem',
          lineHeight: 1.3,
        },
        label: { fontWeight: 580, whiteSpace: 'normal', height: 'auto', overflow: 'visible' },
      },
    },
  },
  colors: {
    brand: [
      '#eff4ff',
      '#dde7fd',
      '#bccff8',
      '#94b1f1',
      '#7096ea',
      '#4f7be0',
      '#2f5fd0',
      '#274fb0',
      '#20418f',
      '#183270',
    ],
    red: [
      '#fdecea',
      '#f9d3cf',
      '#f2a9a2',
      '#e97f76',
      '#df5b50',
      '#d2433a',
      '#b3261e',
      '#981f18',
      '#7b1812',
      '#5e110d',
    ],
    dark: [
      '#dbe1ea',
      '#b9c2cf',
      '#9aa5b5',
      '#727e8f',
      '#3d4757',
      '#2d3542',
      '#222935',
      '#181d26',
      '#12161d',
      '#0c0f14',
    ],
    gray: [
      '#f6f7f9',
      '#eef0f3',
      '#e1e5ea',
      '#cfd5dd',
      '#b0b9c5',
      '#8893a2',
      '#5d6877',
      '#465060',
      '#2f3846',
      '#1b222d',
    ],
  },
});

// Mantine's own greys for secondary text and placeholders are too pale for AA on our backgrounds.
export const cssVariables: CSSVariablesResolver = () => ({
  variables: {},
  light: {
    '--mantine-color-body': '#f6f7f9',
    '--mantine-color-text': '#1b222d',
    '--mantine-color-dimmed': '#586373',
    '--mantine-color-placeholder': '#6a7585',
    '--mantine-color-anchor': '#2452bd',
    '--mantine-color-error': '#b3261e',
    '--mantine-color-default-border': '#b9c1cc',
  },
  dark: {
    '--mantine-color-body': '#12161d',
    '--mantine-color-text': '#dbe1ea',
    '--mantine-color-dimmed': '#a3adbb',
    '--mantine-color-placeholder': '#8d98a8',
    '--mantine-color-anchor': '#94b1f1',
    '--mantine-color-error': '#ff9d94',
    '--mantine-color-default': '#181d26',
    '--mantine-color-default-border': '#465163',
  },
});
