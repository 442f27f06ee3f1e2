// For lists to choose from: the list itself scrolls. Mantine's own scroll area inside it is a stop for the keyboard that
// nobody can reach.
export const scrolling = {
  withScrollArea: false,
  styles: { options: { maxHeight: '20rem', overflowY: 'auto' } },
} as const;
