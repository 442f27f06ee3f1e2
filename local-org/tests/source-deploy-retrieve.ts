// A program of its own, because @salesforce/core keeps files below HOME: deploys a folder in source format with
// source-deploy-retrieve, retrieves it again into another folder, and prints what came of both as JSON.
//   node source-deploy-retrieve.ts ORIGIN ACCESS_TOKEN SOURCE_FOLDER TARGET_FOLDER rest|soap

import { AuthInfo, Connection } from '@salesforce/core';
import { ComponentSet } from '@salesforce/source-deploy-retrieve';

const [instanceUrl = '', accessToken = '', source = '', target = '', api = 'soap'] = process.argv.slice(2);

const authInfo = await AuthInfo.create({
  username: accessToken,
  accessTokenOptions: { accessToken, instanceUrl },
});
const connection = await Connection.create({ authInfo });

const deploy = await ComponentSet.fromSource(source).deploy({
  usernameOrConnection: connection,
  apiOptions: { rest: api === 'rest' },
});
const deployed = await deploy.pollStatus();
// By name only: with the files at hand, they would be merged with what comes back.
const components = new ComponentSet(
  ComponentSet.fromSource(source)
    .toArray()
    .map(({ type, fullName }) => ({ type, fullName })),
);
const retrieve = await components.retrieve({
  usernameOrConnection: connection,
  output: target,
  format: 'source',
  merge: false,
});
const retrieved = await retrieve.pollStatus();

process.stdout.write(
  JSON.stringify({
    status: deployed.response.status,
    deployed: deployed.getFileResponses().map(({ state, type, fullName }) => `${state} ${type} ${fullName}`),
    retrieved: retrieved
      .getFileResponses()
      .map(({ state, type, fullName }) => `${state} ${type} ${fullName}`),
  }),
);
