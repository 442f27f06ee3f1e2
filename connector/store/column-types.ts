// How PostgreSQL's types are read and written by way of Kysely.
import type { ColumnType } from 'kysely';

export type Json<T> = ColumnType<T, string, string>;
export type Timestamp = ColumnType<Date, Date | string, Date | string>;
export type NullableTimestamp = ColumnType<Date | null, Date | string | null, Date | string | null>;
