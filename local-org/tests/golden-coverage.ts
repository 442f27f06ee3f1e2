// Every golden answer of Salesforce we know (published or recorded), by the name it has in our collection: passed by the
// test named here, left out with a reason, or of an endpoint that the local org does not have (501).
// rest-golden-coverage.test.ts checks that each test exists and that at most five are left out.

export type Coverage =
  | { passedBy: string; test: string }
  | { leftOut: string }
  /** The endpoint or grant that is not built. */
  | { notBuilt: string };

const composite = (test: string): Coverage => ({ passedBy: 'rest-composite.test.ts', test });
const graph = (test: string): Coverage => ({ passedBy: 'rest-composite-graph.test.ts', test });
const graphLimits = (test: string): Coverage => ({ passedBy: 'rest-graph-limits.test.ts', test });
const resources = (test: string): Coverage => ({ passedBy: 'rest-resources.test.ts', test });
const faults = (test: string): Coverage => ({ passedBy: 'rest-faults.test.ts', test });
const tokens = (test: string): Coverage => ({ passedBy: 'oauth-tokens.test.ts', test });
const identity = (test: string): Coverage => ({ passedBy: 'oauth-identity.test.ts', test });
const reads = (test: string): Coverage => ({ passedBy: 'org-golden-reads.test.ts', test });
const describes = (test: string): Coverage => ({ passedBy: 'org-golden-describes.test.ts', test });
const writes = (test: string): Coverage => ({ passedBy: 'org-golden-writes.test.ts', test });
const collections = (test: string): Coverage => ({ passedBy: 'rest-collections.test.ts', test });
const treeOrBatch = (test: string): Coverage => ({ passedBy: 'rest-tree-batch.test.ts', test });
const introspection = (test: string): Coverage => ({ passedBy: 'oauth-introspection.test.ts', test });
const others = (test: string): Coverage => ({ passedBy: 'rest-golden-others.test.ts', test });
const bulk = (test: string): Coverage => ({ passedBy: 'rest-bulk-ingest.test.ts', test });
const soapLogin = (test: string): Coverage => ({ passedBy: 'soap-login.test.ts', test });
const notBuilt = (endpoint: string): Coverage => ({ notBuilt: endpoint });

export const goldenAnswers: Record<string, Coverage> = {
  'batch-halted-rule': treeOrBatch('goes on after a failure, and halts on request'),
  'batch-success': treeOrBatch('answers a batch of calls, each with its status'),
  'bulk2-error-INVALIDJOBSTATE': bulk('refuses to abort a job that is complete, in the recorded words'),
  'bulk2-failedResults': bulk('lists what was saved and what was refused, row by row, as recorded'),
  'bulk2-ingest-job-info': bulk('describes a finished job with the keys of the recorded one'),
  'bulk2-query-create': notBuilt('/jobs/query'),
  'bulk2-query-job-info': notBuilt('/jobs/query'),
  'bulk2-successfulResults': bulk('lists what was saved and what was refused, row by row, as recorded'),
  'bulk2-unprocessedrecords': bulk('keeps the rows of an aborted job as unprocessed'),
  'collections-REQUIRED_FIELD_MISSING': collections(
    'answers a record without its required field like a recorded one',
  ),
  'collections-create-200': collections('creates records and answers each like a recorded one'),
  'collections-create-allOrNone-true-rolled-back': collections(
    'takes the good records of a create back with allOrNone, without an id',
  ),
  'collections-create-partial-allOrNone-false': {
    passedBy: 'org-duplicate-rules.test.ts',
    test: 'refuses in collections without the matches, and compares no records saved together',
  },
  'collections-delete-200': collections(
    'deletes by ids like a recorded call, and says of a second delete that they are gone',
  ),
  'collections-update-allOrNone-true-rolled-back': collections(
    'takes updates back with allOrNone, with their ids',
  ),
  'collections-update-partial-MALFORMED_ID': collections(
    'updates the good records beside an id of the wrong type',
  ),
  'collections-upsert-200': collections('upserts by an external id, record by record created or not'),
  'composite-304-not-modified': composite(
    'answers 304 for an unchanged global describe and 200 for one that is newer than asked',
  ),
  'composite-allOrNone-true-collections-inner-false': collections(
    'shows in a composite call that a collection failed, with the success its records had',
  ),
  'composite-allOrNone-true-failure': composite(
    'takes everything back with allOrNone and names the one that failed',
  ),
  'composite-dependent-success': composite(
    'runs dependent subrequests and answers each with its status and headers',
  ),
  'composite-list-of-resources': composite('lists its resources'),
  // Version 51.0 itself is not answered; its body for a missing value is the one of a failed parent.
  'composite-null-reference-v51': composite('without allOrNone skips only what refers to the failed one'),
  'composite-queries-200': composite(
    'runs several queries whose URLs carry plain spaces, and references into their records',
  ),
  'composite-request-error-missing-referenceId': composite(
    'refuses the whole call when a referenceId is missing, before anything runs',
  ),
  'composite-subrequest-error-INVALID_EMAIL_ADDRESS': composite(
    'without allOrNone skips only what refers to the failed one',
  ),
  'error-INVALID_SESSION_ID': resources(
    'answers 401 and an array for a token it does not know, without a count',
  ),
  'error-JSON_PARSER_ERROR-syntax': resources('refuses %s in the words of Jackson'),
  'error-MALFORMED_ID-collections-get': collections('refuses an id with a wrong checksum in a read'),
  'error-NOT_FOUND-bad-version': resources('answers 404 for an unknown version, without a count'),
  'error-NOT_FOUND-deleted-record-GET': resources('answers 404 for a deleted record'),
  'error-NOT_FOUND-doc': resources('answers 404 for an unknown object, with a count'),
  'error-NOT_FOUND-external-id-field': resources('takes a segment that is no id for an external id field'),
  'error-NOT_FOUND-unknown-sobject': resources('answers 404 for an unknown object, with a count'),
  'error-REQUEST_LIMIT_EXCEEDED': resources('refuses calls above the daily limit'),
  'error-UNABLE_TO_LOCK_ROW': faults('answers a row lock on a single record'),
  'graph-delete-204': graph('answers an update and a delete with 204 and a null body'),
  'graph-failed-PROCESSING_HALTED': graph(
    'rolls the whole graph back and reports only the guilty node as guilty',
  ),
  'graph-failed-single': graph(
    'answers the failure of a single node like the recorded one, with top level 200',
  ),
  'graph-limit-75-message': graphLimits('refuses more than 75 graphs and takes 75'),
  'graph-more-than-14-failures': graphLimits(
    'halts after more than 14 failed graphs and marks the rest PROCESSING_HALTED',
  ),
  'graph-success-single': graph('creates one record and answers like a recorded single graph'),
  'graph-success-tree': graph('creates a tree by references and answers in the order of the request'),
  'graph-success-two-graphs': graph('runs several graphs, each on its own'),
  'graph-update-204': graph('answers an update and a delete with 204 and a null body'),
  'header-Sforce-Limit-Info': resources('answers limits with the calls that are left today'),
  'header-Sforce-Query-Options': resources('answers queries in pages of Sforce-Query-Options'),
  'header-duplicate-and-assignment': composite(
    'takes collateSubrequests and the headers of duplicate and assignment rules',
  ),
  'identity-url': identity('answers the identity URL in the shape of Salesforce'),
  'introspect-active': introspection('describes a live access token of the app that asks'),
  'introspect-inactive': introspection(
    'is not active: nonsense, another app’s token, an ended and a revoked one',
  ),
  'limits-200': resources('answers limits with the calls that are left today'),
  'limits-recordCount-200': resources('counts the records of an object'),
  'metadata-deploy-result-failure': {
    passedBy: 'soap-deploy.test.ts',
    test: 'fails with the component, its file and the problem, and keeps nothing',
  },
  'metadata-deploy-result-failure-rest': {
    passedBy: 'soap-deploy.test.ts',
    test: 'over REST lists failures and successes with the names of the recorded answer',
  },
  'query-more': resources('answers queries in pages of Sforce-Query-Options'),
  'query-nextRecordsUrl-page1': resources('answers queries in pages of Sforce-Query-Options'),
  'query-nextRecordsUrl-page2': resources('answers queries in pages of Sforce-Query-Options'),
  'services-data-list': resources('lists its versions without a session'),
  'soap-fault-INVALID_LOGIN': soapLogin(
    'answers a wrong password with the recorded fault, its code without a prefix',
  ),
  'soap-fault-INVALID_SESSION_ID': {
    passedBy: 'soap-wire.test.ts',
    test: 'answers a dead session with the fault that clients refresh on',
  },
  'soap-login-200': soapLogin('answers login() with the elements of the recorded answer, in their order'),
  'token-error-auth-failure': tokens('refuses %s'),
  'token-error-client-id': tokens('refuses %s'),
  'token-error-expired': tokens('rotates the refresh token, and a used one ends everything'),
  'token-error-not-approved': { passedBy: 'oauth-jwt-bearer.test.ts', test: 'refuses %s' },
  'token-response': tokens(
    'answers a code with tokens, the org address and the identity URL, without expires_in',
  ),
  'tooling-query-200': others(
    'puts size, locator and type around the rows of a tooling query, and tooling addresses into them',
  ),
  'tree-failure': treeOrBatch('takes a whole tree back and lists only what was wrong'),
  'tree-success': treeOrBatch('creates a tree and answers the roots first'),
  'upsert-rules': {
    passedBy: 'rest-upsert.test.ts',
    test: 'creates with 201 and created true, updates with 200 and created false',
  },
  userinfo: identity('answers userinfo in the shape of Salesforce'),
  'well-known-openid-configuration': others(
    'publishes the OpenID configuration with the recorded addresses below the login host',
  ),

  // Records, describes and queries
  'create-201': writes('answers a create with id, success and an empty list of errors'),
  'create-201-doc': writes('answers a create with id, success and an empty list of errors'),
  'delete-204': writes('answers an update and a delete with 204 and nothing'),
  'update-204': writes('answers an update and a delete with 204 and nothing'),
  'describe-global-200': describes('describes the org in brief, object by object, as recorded'),
  'error-DUPLICATES_DETECTED': {
    passedBy: 'org-duplicate-rules.test.ts',
    test: 'refuses a duplicate with the matches, as captured',
  },
  'error-DUPLICATE_VALUE': writes('names the other record of a unique value by its short id'),
  'error-ENTITY_IS_DELETED': writes('says of a deleted record that it is deleted'),
  'error-FIELD_CUSTOM_VALIDATION_EXCEPTION': writes(
    'answers a validation rule with its own message and field',
  ),
  'error-INSUFFICIENT_ACCESS_ON_CROSS_REFERENCE_ENTITY': writes(
    'refuses to point at a record of an object the user may not see',
  ),
  'error-INVALID_CROSS_REFERENCE_KEY-recordtype': {
    passedBy: 'org-record-types.test.ts',
    test: 'refuses a record type the user may not use',
  },
  'error-INVALID_FIELD-create': writes('refuses a field that does not exist, without a list of fields'),
  'error-INVALID_FIELD-soql': reads('points at an unknown column with a caret'),
  'error-INVALID_FIELD_FOR_INSERT_UPDATE': writes('refuses fields the user may only read'),
  'error-INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST': writes(
    'refuses a value that a restricted picklist does not have, by the label of the field',
  ),
  'error-MALFORMED_ID-doc': writes("calls the id by its field's label"),
  'error-MALFORMED_ID-update': writes('calls an id with a wrong checksum an id of the wrong type'),
  'error-MALFORMED_QUERY': reads('names the word a query should not start with'),
  'error-REQUIRED_FIELD_MISSING': writes('names the required fields that are missing'),
  'error-STRING_TOO_LONG': writes('refuses text that is too long, with the text and the limit'),
  'error-create-with-Id': writes('refuses an id in the body'),
  'query-200': reads(
    'answers a query with totalSize, done and records, attributes first, without the Id unless asked for',
  ),
  'query-aggregate-200': {
    passedBy: 'org-soql-groups.test.ts',
    test: 'answers an aggregate without a group as one record',
  },
  'query-blob-field-200': { leftOut: 'the org has no object with a file in it' },
  'query-empty-200': reads('answers a query that finds nothing with an empty list'),
  'query-parent-200': reads('nests a parent with attributes of its own'),
  'query-subquery-200': {
    passedBy: 'org-soql-clauses.test.ts',
    test: 'answers children as recorded, and null where there are none',
  },
  'record-Account-full': reads(
    'shows a fresh ${sObject} with all its fields in the recorded order, filled or null',
  ),
  'record-Contact-full': reads(
    'shows a fresh ${sObject} with all its fields in the recorded order, filled or null',
  ),
  'record-Lead-full': reads(
    'shows a fresh ${sObject} with all its fields in the recorded order, filled or null',
  ),
  'record-Organization-full': reads('shows the organization with its address as an object'),
};
