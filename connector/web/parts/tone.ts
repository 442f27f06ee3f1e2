// The five tones a state can have; their colours are the --bb-* variables of styles.css.
export type Tone = 'good' | 'warn' | 'bad' | 'info' | 'quiet';
