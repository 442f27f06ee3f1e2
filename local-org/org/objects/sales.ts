// What Account, Contact, Lead, Case and Opportunity derive from what is given.

import { isChanged, recordOf } from '../engine.ts';
import type { Draft } from '../engine.ts';
import { formatDatetime } from '../values.ts';
import type { Value } from '../values.ts';

/** "First Last", or the last name alone; salutation and suffix are no part of it. */
export function personName(values: Readonly<Record<string, Value>>): string {
  return [values['FirstName'], values['LastName']].filter((part) => (part ?? null) !== null).join(' ');
}

export function prepareAccount({ before, after }: Draft) {
  if (before === null) after['CleanStatus'] ??= 'Pending';
}

export function prepareContact({ before, after }: Draft) {
  after['Name'] = personName(after);
  if (before === null) after['CleanStatus'] ??= 'Pending';
}

export function prepareLead({ before, after, given }: Draft) {
  after['Name'] = personName(after);
  if (before !== null) return;
  after['CleanStatus'] ??= 'Pending';
  if (!given.has('IsUnreadByOwner')) after['IsUnreadByOwner'] = true;
}

export function prepareCase(draft: Draft) {
  const { engine, after } = draft;
  const isClosed = after['Status'] === 'Closed';
  if (isChanged(draft, 'Status')) {
    after['IsClosed'] = isClosed;
    after['ClosedDate'] = isClosed ? formatDatetime(engine.now()) : null;
  }
  // The account of a case without one is that of its contact.
  if ((after['AccountId'] ?? null) === null && isChanged(draft, 'ContactId')) {
    after['AccountId'] = recordOf(engine, after['ContactId'])?.record['AccountId'] ?? null;
  }
}

// The stages of a fresh org with their probability and forecast category.
const stages: Record<string, [probability: number, forecast: string]> = {
  Prospecting: [10, 'Pipeline'],
  Qualification: [10, 'Pipeline'],
  'Needs Analysis': [20, 'Pipeline'],
  'Value Proposition': [50, 'Pipeline'],
  'Id. Decision Makers': [60, 'Pipeline'],
  'Perception Analysis': [70, 'Pipeline'],
  'Proposal/Price Quote': [75, 'Pipeline'],
  'Negotiation/Review': [90, 'Pipeline'],
  'Closed Won': [100, 'Closed'],
  'Closed Lost': [0, 'Omitted'],
};

// Where the category's API name differs from the name people see.
const forecastNames: Record<string, string> = { Commit: 'Forecast', 'Best Case': 'BestCase' };

export function prepareOpportunity(draft: Draft) {
  const { engine, after, given } = draft;
  if (isChanged(draft, 'StageName')) {
    const stage = String(after['StageName'] ?? '');
    const [probability, forecast] = stages[stage] ?? [0, 'Pipeline'];
    if (!given.has('Probability')) after['Probability'] = probability;
    if (!given.has('ForecastCategoryName')) after['ForecastCategoryName'] = forecast;
    const shown = String(after['ForecastCategoryName'] ?? forecast);
    after['ForecastCategory'] = forecastNames[shown] ?? shown;
    after['IsClosed'] = stage.startsWith('Closed ');
    after['IsWon'] = stage === 'Closed Won';
    after['LastStageChangeDate'] = formatDatetime(engine.now());
  }
  const { Amount: amount, Probability: probability, CloseDate: closeDate } = after;
  after['ExpectedRevenue'] =
    typeof amount === 'number' && typeof probability === 'number' ? (amount * probability) / 100 : null;
  if (typeof closeDate === 'string') {
    const year = Number(closeDate.slice(0, 4));
    const quarter = Math.ceil(Number(closeDate.slice(5, 7)) / 3);
    Object.assign(after, { FiscalYear: year, FiscalQuarter: quarter, Fiscal: `${year} ${quarter}` });
  }
}
