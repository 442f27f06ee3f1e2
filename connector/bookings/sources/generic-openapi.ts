// OpenAPI 3.1 document of the source "generic JSON", made from the schema that reads the events, so that it cannot differ.
import { z } from 'zod';
import { genericSchema } from './generic.ts';

type Json = Record<string, unknown>;

const errorAnswer = (description: string): Json => ({
  description,
  content: { 'application/json': { schema: { $ref: '#/components/schemas/Error' } } },
});

/** `publicUrl`: origin under which tools reach us. */
export function describeGenericSource(publicUrl: string): Json {
  return {
    openapi: '3.1.0',
    info: {
      title: 'Bookbridge: send bookings',
      version: '1',
      description:
        'One POST per event about a booking. Answered with 202 once the event is on disk, whatever state Salesforce is in. ' +
        'Any other answer than 202 means that nothing was kept: send it again, except after 400 and 422.',
    },
    servers: [{ url: publicUrl }],
    paths: {
      '/webhooks/{workspaceId}/{sourceId}': {
        post: {
          operationId: 'sendBookingEvent',
          summary: 'Send one event about a booking',
          parameters: ['workspaceId', 'sourceId'].map((name) => ({
            name,
            in: 'path',
            required: true,
            schema: { type: 'string' },
          })),
          security: [{ bearer: [] }, { apiKey: [] }],
          requestBody: {
            required: true,
            content: {
              'application/json': { schema: { $ref: '#/components/schemas/BookingEvent' }, example },
            },
          },
          responses: {
            '202': {
              description: 'On disk.',
              content: { 'application/json': { schema: { $ref: '#/components/schemas/Received' } } },
            },
            '400': errorAnswer('Not JSON.'),
            '401': errorAnswer('The API key is missing or wrong. A replaced key is taken for 24 hours more.'),
            '404': errorAnswer('No such address, or the source was removed.'),
            '413': errorAnswer('Larger than 1 MB.'),
            '422': errorAnswer('Not a booking; `fields` names what is missing or wrong.'),
          },
        },
      },
    },
    components: {
      securitySchemes: {
        bearer: {
          type: 'http',
          scheme: 'bearer',
          description: 'The API key that was shown when the source was added.',
        },
        apiKey: { type: 'apiKey', in: 'header', name: 'X-API-Key' },
      },
      schemas: {
        BookingEvent: withoutDialect(z.toJSONSchema(genericSchema, { io: 'input' })),
        Received: {
          type: 'object',
          required: ['received', 'eventId', 'state'],
          properties: {
            received: { const: true },
            eventId: { type: 'string' },
            bookingId: { type: 'string' },
            state: {
              enum: ['received', 'ignored', 'repeated'],
              description: 'ignored: kept, but it changes nothing. repeated: this event was sent before.',
            },
          },
        },
        Error: {
          type: 'object',
          required: ['error'],
          properties: {
            error: {
              type: 'object',
              required: ['code', 'message'],
              properties: {
                code: { type: 'string' },
                message: { type: 'string' },
                fix: { type: 'string' },
                fields: { type: 'object', additionalProperties: { type: 'string' } },
              },
            },
          },
        },
      },
    },
  };
}

function withoutDialect(schema: Json): Json {
  return Object.fromEntries(Object.entries(schema).filter(([key]) => key !== '$schema'));
}

const example = {
  type: 'scheduled',
  id: 'booking-1042',
  eventId: 'event-9001',
  occurredAt: '2026-03-02T09:15:00Z',
  start: '2026-03-05T10:00:00+01:00',
  end: '2026-03-05T10:30:00+01:00',
  timeZone: 'Europe/Berlin',
  title: 'Introduction',
  location: 'Video call',
  joinUrl: 'https://meet.example.com/booking-1042',
  eventType: { id: 'introduction', name: 'Introduction' },
  person: {
    firstName: 'Mara',
    lastName: 'Lindt',
    email: 'mara.lindt@example.com',
    phone: '+49 30 5550100',
    company: 'Lindt Bikes',
  },
  host: { name: 'Robin Rep', email: 'robin@acme.example' },
  answers: [{ label: 'What is it about?', value: 'A fleet of 20 bikes' }],
};
