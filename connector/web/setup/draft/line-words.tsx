// A line of a difference in words: what it is about, and a value of it. Used wherever changes are told: before saving, when
// two people collide, in the history, at an import.
import { useTexts } from '../../texts/texts.tsx';
import { en } from '../../texts/en.ts';
import { useBookingFieldWords } from '../fields/booking-field-words.ts';
import { hasKey } from '../phases/phase-words.ts';
import {
  mappedObject,
  mappingRow,
  moments,
  owner as ownerSchema,
  type FixedValue,
  type MappingRow,
  type Owner,
} from '../set-up-document.ts';
import { useObjects } from '../setup-queries.ts';

const options = en.rules.options;

export function useLineWords() {
  const t = useTexts('setup');
  const tFields = useTexts('fields');
  const tRules = useTexts('rules');
  const { tellField } = useBookingFieldWords();
  const { objects } = useObjects();

  const tellOwner = (owner: Owner): string =>
    owner.kind === 'user' || owner.kind === 'queue' ? owner.name : tRules(`options.owner.${owner.kind}`);

  const tellTarget = (object: string, target: string): string => {
    const known = mappedObject.safeParse(object).data;
    const label = known && objects[known]?.fields.find(({ name }) => name === target)?.label;
    return t('lines.field', {
      object: known ? tFields(`objects.${known}`) : object,
      field: label ?? target,
    });
  };

  const tellFixed = (value: FixedValue): string =>
    typeof value === 'boolean' ? t(value ? 'lines.yes' : 'lines.no') : String(value);

  const tellRow = (row: MappingRow): string => {
    const source =
      row.source.kind === 'fixed'
        ? t('lines.fixed', { value: tellFixed(row.source.value) })
        : row.source.fallback === null
          ? tellField(row.source.field)
          : t('lines.fallback', {
              source: tellField(row.source.field),
              value: tellFixed(row.source.fallback),
            });
    const parts = [source];
    if (row.overwrite === 'if_empty') parts.push(t('lines.ifEmpty'));
    if (row.when.length < moments.length)
      parts.push(
        t('lines.when', {
          moments: row.when.map((moment) => tFields(`mapping.moments.${moment}`)).join(', '),
        }),
      );
    return parts.join(', ');
  };

  const tellRule = (path: string, value: unknown): string => {
    const owner = ownerSchema.safeParse(value).data;
    if (owner) return tellOwner(owner);
    if (path === 'rules.fallbackOwner') return nameOf(value) ?? tRules('options.owner.apiUser');
    if (path === 'rules.hosts.table')
      return t('lines.hosts', { count: Array.isArray(value) ? value.length : 0 });
    if (path.endsWith('.recordTypeId'))
      return typeof value === 'string' ? recordTypeName(objects, value) : tRules('options.recordTypeDefault');
    if (Array.isArray(value)) return value.map((entry) => word(entry, tRules)).join(', ') || t('lines.none');
    if (typeof value === 'boolean') return t(value ? 'lines.yes' : 'lines.no');
    if (value === null || value === undefined) return t('lines.none');
    return word(value, tRules, optionRooms[path]);
  };

  return {
    tellOwner,
    tellTarget,
    tellFixed,
    tellRow,
    tellPath: (path: string, value: unknown): string => {
      const [room, first = '', ...rest] = path.split('.');
      if (room === 'fields') return tellTarget(first, rest.join('.'));
      if (room === 'overrides') return t('lines.override', { name: nameOf(value) ?? path.slice(10) });
      if (room === 'recordIdParameter') return t('lines.recordIdParameter');
      const key = `paths.${path.slice('rules.'.length)}`;
      return isRulePath(key) ? tRules(key) : path;
    },
    tellValue: (path: string, value: unknown): string => {
      if (value === null || value === undefined) {
        return path === 'rules.fallbackOwner' || path.endsWith('.recordTypeId')
          ? tellRule(path, value)
          : t('lines.none');
      }
      if (path.startsWith('fields.')) {
        const row = mappingRow.safeParse(value).data;
        return row ? tellRow(row) : JSON.stringify(value);
      }
      if (path.startsWith('overrides.')) return t('lines.override_change');
      return path.startsWith('rules.') ? tellRule(path, value) : word(value, tRules);
    },
  };
}

type RuleTexts = ReturnType<typeof useTexts<'rules'>>;
type RulePath = Extract<Parameters<RuleTexts>[0], `paths.${string}`>;
type OptionRoom = keyof Omit<
  typeof options,
  'owner' | 'asUsual' | 'recordTypeDefault' | 'recordTypeGone' | 'recordTypeUnavailable'
>;

/** Which words a rule's value has, where its name alone does not say. */
const optionRooms: Record<string, OptionRoom> = {
  'rules.unknownPerson': 'unknownPerson',
  'rules.match.tie': 'tie',
  'rules.match.linkedRecordDiffers': 'linkedRecordDiffers',
  'rules.lead.found': 'found',
  'rules.contact.found': 'found',
  'rules.account.found': 'found',
  'rules.case.found': 'found',
  'rules.account.match': 'accountMatch',
  'rules.case.create': 'caseCreate',
  'rules.event.whenDeleted': 'whenDeleted',
  'rules.duplicates': 'duplicates',
  'rules.canceledBeforeWrite': 'canceledBeforeWrite',
};

function word(value: unknown, t: RuleTexts, room?: OptionRoom): string {
  const told = typeof value === 'string' || typeof value === 'number' ? String(value) : JSON.stringify(value);
  for (const name of room ? [room] : (['matchKey', 'hostWay'] as const)) {
    const key = `options.${name}.${told}`;
    if (hasKey(options[name], told) && isOption(key)) return t(key);
  }
  return told;
}

type OptionKey = Extract<Parameters<RuleTexts>[0], `options.${string}`>;
const isOption = (key: string): key is OptionKey => typeof textAt(key) === 'string';
const isRulePath = (key: string): key is RulePath => typeof textAt(key) === 'string';

function textAt(key: string): unknown {
  let place: unknown = en.rules;
  for (const name of key.split('.'))
    place =
      typeof place === 'object' && place !== null
        ? Object.entries(place).find(([k]) => k === name)?.[1]
        : null;
  return place;
}

function nameOf(value: unknown): string | undefined {
  const name: unknown =
    typeof value === 'object' && value !== null && 'name' in value ? value.name : undefined;
  return typeof name === 'string' && name !== '' ? name : undefined;
}

function recordTypeName(objects: ReturnType<typeof useObjects>['objects'], id: string): string {
  for (const object of Object.values(objects)) {
    const found = object.recordTypes.find((one) => one.id === id);
    if (found) return found.name;
  }
  return id;
}
