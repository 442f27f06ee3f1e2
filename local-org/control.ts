// The control API under /__local/: set faults, read and reset the counts. It belongs to the local org alone;
// Salesforce has nothing like it.

import express from 'express';
import type { Calls } from './calls.ts';
import { faultSchema } from './faults.ts';
import type { Faults } from './faults.ts';

export function controlRoutes(faults: Faults, calls: Calls): express.Router {
  const router = express.Router();
  router.use('/__local/faults', express.json());

  router.post('/__local/faults', (request, response) => {
    const order = faultSchema.safeParse(request.body);
    if (!order.success) {
      const problems = order.error.issues.map(
        (issue) => `${issue.path.join('.') || 'body'}: ${issue.message}`,
      );
      response.status(400).json({ error: { code: 'bad_fault', message: problems.join('; ') } });
      return;
    }
    response.status(201).json({ id: faults.add(order.data).id });
  });
  router.get('/__local/faults', (_request, response) => {
    response.json(faults.pending());
  });
  router.delete('/__local/faults', (_request, response) => {
    faults.clear();
    response.status(204).end();
  });
  router.get('/__local/calls', (_request, response) => {
    response.json(calls.counts());
  });
  router.delete('/__local/calls', (_request, response) => {
    calls.reset();
    response.status(204).end();
  });
  return router;
}
