// English: what surrounds every screen.
export const frame = {
  skip: 'Skip to the content',
  main: 'Main',
  places: {
    setup: 'Setup',
    bookings: 'Bookings',
    health: 'Health',
    sources: 'Sources',
    team: 'Team',
    settings: 'Settings',
  },
  language: 'Language',
};
