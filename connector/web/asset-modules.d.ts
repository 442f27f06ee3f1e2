// Tabler ships no types for its single-icon files. They are imported one by one because its index has 6,000 of them,
// which trebles the time of a build.
declare module '@tabler/icons-react/dist/esm/icons/*' {
  import type { Icon } from '@tabler/icons-react';
  const icon: Icon;
  export default icon;
}
