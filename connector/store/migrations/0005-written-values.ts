// What the last write of a booking had to say, so that the next one sends only what changed, and the other records it made.
import { sql } from 'kysely';
import type { Kysely } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`alter table bookings
    add column written jsonb,
    add column account_record_id text,
    add column case_record_id text`.execute(db);
}
