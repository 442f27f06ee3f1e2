// Names and signs of the five phases, and sentences made from the connector's codes.
import type { Mark } from '../../parts/state-word.tsx';
import type { Tone } from '../../parts/tone.ts';
import { useTexts } from '../../texts/texts.tsx';
import type { Coded, Phase, PhaseId } from '../setup-api.ts';

export const phaseTexts = {
  'api-connection': 'apiConnection',
  installation: 'installation',
  'field-validation': 'fieldValidation',
  'field-mapping': 'fieldMapping',
  'creation-rules': 'creationRules',
} as const satisfies Record<PhaseId, string>;

export const phaseSigns: Record<Phase['state'], { tone: Tone; mark: Mark }> = {
  done: { tone: 'good', mark: 'done' },
  open: { tone: 'info', mark: 'none' },
  blocked: { tone: 'quiet', mark: 'waiting' },
  broken: { tone: 'bad', mark: 'attention' },
};

const summaries = {
  connected_as: 'summary.connected_as',
  not_connected: 'summary.not_connected',
  connection_broken: 'summary.connection_broken',
  installed: 'summary.installed',
  not_installed: 'summary.not_installed',
  required_satisfied: 'summary.required_satisfied',
  required_missing: 'summary.required_missing',
  fields_mapped: 'summary.fields_mapped',
  rules_set: 'summary.rules_set',
} as const;

const missings = {
  not_connected: 'missing.not_connected',
  connection_needs_attention: 'missing.connection_needs_attention',
  reconnect: 'missing.reconnect',
  connect_first: 'missing.connect_first',
  app_missing: 'missing.app_missing',
  app_older: 'missing.app_older',
  permission_set_missing: 'missing.permission_set_missing',
  layouts_missing: 'missing.layouts_missing',
  required_unsatisfied: 'missing.required_unsatisfied',
  mapping_problems: 'missing.mapping_problems',
  rule_problems: 'missing.rule_problems',
  not_confirmed: 'missing.not_confirmed',
} as const;

const noValues = {
  username: '',
  passed: 0,
  total: 0,
  version: '',
  count: 0,
  objects: 0,
  unknownPerson: '',
  case: '',
  event: '',
};

/** Sentences for a phase's summary and for what it still needs; a code of a newer connector is shown as it is. */
export function usePhaseWords() {
  const t = useTexts('setup');
  return {
    tellSummary: (summary: Coded): string =>
      hasKey(summaries, summary.code) ? t(summaries[summary.code], valuesOf(summary)) : summary.code,
    tellMissing: (missing: Coded): string =>
      hasKey(missings, missing.code) ? t(missings[missing.code], valuesOf(missing)) : missing.code,
  };
}

function valuesOf({ values }: Coded): Record<string, string | number> {
  const told: Record<string, string | number> = { ...noValues };
  for (const [name, value] of Object.entries(values))
    if (value !== null) told[name] = typeof value === 'boolean' ? String(value) : value;
  return told;
}

export function hasKey<Known extends object>(known: Known, key: PropertyKey): key is keyof Known {
  return Object.hasOwn(known, key);
}
