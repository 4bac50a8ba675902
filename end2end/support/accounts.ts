// The accounts of the demo organisation, as far as the tests sign in with them.

import { fileURLToPath } from 'node:url';

/** The password of every demo account. */
export const PASSWORD = 'demo';

export interface Person {
  readonly email: string;
  readonly name: string;
  readonly phone: string;
}

/** Who can sign in, by the part of the address before the sign. */
export const PEOPLE = {
  agent: { email: 'agent@demo.test', name: 'Maya Lindqvist', phone: '+46 8 465 004 11' },
  agent2: { email: 'agent2@demo.test', name: 'Daniel Okafor', phone: '+44 20 7946 0112' },
  interaction: { email: 'interaction@demo.test', name: 'Priya Raman', phone: '+44 20 7946 0113' },
  manager: { email: 'manager@demo.test', name: 'Helena Brandt', phone: '+49 30 23125 114' },
  viewer: { email: 'viewer@demo.test', name: 'Tomás Ferreira', phone: '+44 20 7946 0115' },
  outsider: { email: 'outsider@demo.test', name: 'Jonas Weber', phone: '+49 89 99998 116' },
  user: { email: 'user@demo.test', name: 'Amélie Rousseau', phone: '+33 1 99 00 01 17' },
  vip: { email: 'vip@demo.test', name: 'Victoria Ashworth', phone: '+44 20 7946 0118' },
  approver: { email: 'approver@demo.test', name: 'Richard Hollis', phone: '+44 20 7946 0119' },
  admin: { email: 'admin@demo.test', name: 'Noor Haddad', phone: '+44 20 7946 0120' },
} as const satisfies Record<string, Person>;

export type Account = keyof typeof PEOPLE;

/** Every account. */
export const ACCOUNTS = Object.keys(PEOPLE) as Account[];

/** Where the session of an account is kept; `accounts.setup.ts` makes the files. */
export function stateFile(account: Account): string {
  return fileURLToPath(new URL(`../.auth/${account}.json`, import.meta.url));
}
