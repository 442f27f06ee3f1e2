// The metadata types whose dates a set-up asks for: together, because one call of listMetadata holds three.
import { companionAppFolder } from './steps/companion-app.ts';
import { componentsOf, typesOf } from './deploy.ts';
import { appComponents } from './oauth-app-files.ts';
import type { AppKind } from './oauth-app-files.ts';
import { policyType } from './steps/oauth-policies.ts';

export async function listedTypes(app: AppKind): Promise<string[]> {
  const names = [...(await componentsOf(companionAppFolder)), ...appComponents[app]];
  return [...new Set([...typesOf(names), ...(app === 'external' ? [policyType] : [])])];
}
