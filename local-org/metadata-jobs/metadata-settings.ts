// How this local org's metadata side is set up: how long a deploy takes, the packages that can be installed, and
// whether the old login call is switched on.

export type LocalPackage = {
  name: string;
  /** 04t… of 15 or 18 characters. */
  versionId: string;
  /** `1.2.0.1`; default `1.0.0.1`. */
  versionNumber?: string;
  versionName?: string;
  namespace?: string;
  /** Default: Unlocked. */
  kind?: 'Unlocked' | 'Managed';
  installationKey?: string;
  /** A folder with metadata, in source format or in metadata format. */
  folder: string;
};

export type MetadataSettings = {
  /** Time that a deploy, a retrieve or a package's installation takes. */
  deployMs: number;
  /** The switch "SOAP API login()" in Setup, off in new orgs. */
  soapLogin: boolean;
  packages: readonly LocalPackage[];
};

export const plainSettings: MetadataSettings = { deployMs: 0, soapLogin: false, packages: [] };
