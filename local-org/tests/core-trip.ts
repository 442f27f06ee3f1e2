// A set-up script as others would write it with @salesforce/core: login by JWT, a user made, a permission set, a
// password. Runs in a process of its own, because the library keeps its logins under HOME; prints one JSON object.

import { AuthInfo, Connection, DefaultUserFields, Org, User } from '@salesforce/core';

const { ORIGIN: loginUrl = '', CLIENT_ID: clientId = '', KEY_FILE: privateKey = '' } = process.env;
const { ADMIN: username = '', NEW_USER: newUsername = '', PROFILE: profileName = '' } = process.env;

const authInfo = await AuthInfo.create({ username, oauth2Options: { clientId, privateKey, loginUrl } });
await authInfo.save();
const org = await Org.create({ aliasOrUsername: username });
const fields = await DefaultUserFields.create({ templateUser: username, newUserName: newUsername });
const connection = await Connection.create({ authInfo });
const profile = await connection.singleRecordQuery<{ Id: string }>(
  `SELECT Id FROM Profile WHERE Name = '${profileName}'`,
);
const users = await User.create({ org });
const answer: Record<string, unknown> = { devHub: await org.determineIfDevHubOrg(true) };
try {
  const made = await users.createUser({ ...fields.getFields(), profileId: profile.Id });
  const newUser = made.getFields(true);
  answer['username'] = newUser.username;
  const { id: userId } = await users.retrieve(newUsername);
  await users.assignPermissionSets(userId, ['Bookbridge_API_User']);
  const password = User.generatePasswordUtf8();
  await users.assignPassword(made, password);
  const found = await connection.singleRecordQuery<Record<string, unknown>>(
    `SELECT Username, Alias, TimeZoneSidKey, Profile.Name, IsActive FROM User WHERE Id = '${userId}'`,
  );
  answer['user'] = found;
  const own = await Connection.create({ authInfo: await AuthInfo.create({ username: newUsername }) });
  answer['identity'] = (await own.identity()).username;
} catch (error) {
  answer['error'] = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
}
answer['frontDoor'] = await org.getFrontDoorUrl('/lightning/setup/SetupOneHome/home');
process.stdout.write(`${JSON.stringify(answer)}\n`);
