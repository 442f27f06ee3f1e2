// What the org everything is tried out with holds: three users, and the customers of a small bicycle company.

import type { SeedUser } from '../settings.ts';

export const password = 'acme-bikes-2026';

type CompanyUser = Omit<SeedUser, 'email'>;

export const users: readonly [CompanyUser, ...CompanyUser[]] = [
  {
    username: 'admin@acme.example',
    firstName: 'Alex',
    lastName: 'Admin',
    alias: 'aadmin',
    profile: 'System Administrator',
    role: 'admin',
    timeZone: 'America/New_York',
  },
  {
    username: 'api-user@acme.example',
    firstName: 'Bookbridge',
    lastName: 'API User',
    alias: 'bookapi',
    profile: 'System Administrator',
    role: 'api-user',
    timeZone: 'America/New_York',
  },
  {
    username: 'rep@acme.example',
    firstName: 'Riley',
    lastName: 'Rep',
    alias: 'rrep',
    profile: 'Standard User',
    role: 'standard',
    timeZone: 'America/Chicago',
  },
];

/** The permission set the API user gets when the companion app is deployed. */
export const apiUserPermissionSet = 'Bookbridge_API_User';

export const accounts = [
  {
    Name: 'Harbor Couriers',
    Type: 'Customer - Direct',
    Industry: 'Transportation',
    Website: 'harbor-couriers.example',
  },
  { Name: 'Velo City Rentals', Type: 'Customer - Channel', Industry: 'Recreation', Phone: '+1 312 555 0142' },
  {
    Name: 'Northside Cycling Club',
    Type: 'Prospect',
    BillingCity: 'Chicago',
    BillingCountry: 'United States',
  },
];

/** Contacts by the name of their account. */
export const contacts = [
  {
    account: 'Harbor Couriers',
    FirstName: 'Maria',
    LastName: 'Santos',
    Email: 'maria.santos@harbor-couriers.example',
    Title: 'Fleet Manager',
  },
  {
    account: 'Harbor Couriers',
    FirstName: 'Jonas',
    LastName: 'Berg',
    Email: 'jonas.berg@harbor-couriers.example',
    Phone: '+1 206 555 0110',
  },
  {
    account: 'Velo City Rentals',
    FirstName: 'Priya',
    LastName: 'Nair',
    Email: 'priya@velocity-rentals.example',
  },
  {
    account: 'Northside Cycling Club',
    FirstName: 'Tom',
    LastName: 'Okafor',
    Email: 'tom.okafor@northside.example',
  },
];

export const leads = [
  {
    FirstName: 'Hanna',
    LastName: 'Lind',
    Company: 'Lind Deliveries',
    Email: 'hanna@lind-deliveries.example',
    LeadSource: 'Web',
  },
  {
    FirstName: 'Samuel',
    LastName: 'Ortiz',
    Company: 'Campus Wheels',
    Email: 'sam.ortiz@campus-wheels.example',
    Status: 'Working - Contacted',
  },
  {
    FirstName: 'Yuki',
    LastName: 'Tanaka',
    Company: 'Tanaka Tours',
    Email: 'yuki@tanaka-tours.example',
    Phone: '+1 415 555 0177',
  },
];

/** A lead that has become the contact with this e-mail address. */
export const convertedLead = {
  FirstName: 'Priya',
  LastName: 'Nair',
  Company: 'Velo City Rentals',
  Email: 'priya@velocity-rentals.example',
  LeadSource: 'Partner Referral',
  Status: 'Closed - Converted',
};

export const opportunities = [
  {
    account: 'Harbor Couriers',
    Name: '40 cargo bikes',
    StageName: 'Negotiation/Review',
    CloseDate: '2026-12-18',
    Amount: 118_000,
  },
  {
    account: 'Velo City Rentals',
    Name: 'Summer fleet',
    StageName: 'Prospecting',
    CloseDate: '2027-03-31',
    Amount: 54_500,
  },
];

export const cases = [
  {
    contact: 'jonas.berg@harbor-couriers.example',
    Subject: 'Brake pads wear out too soon',
    Origin: 'Email',
    Priority: 'High',
  },
];
