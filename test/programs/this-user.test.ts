import os from 'node:os';
import { lockHolder, thisUser, userName } from '../../programs/this-user';

describe('a uid without a name, as in many a container', () => {
  beforeEach(() => {
    jest.spyOn(os, 'userInfo').mockImplementation(() => {
      throw new Error('uv_os_get_passwd returned ENOENT');
    });
  });
  afterEach(() => jest.restoreAllMocks());

  test('is called as its shell says, or by its number', () => {
    expect(userName({ USER: 'jo' })).toBe('jo');
    expect(userName({})).toBe(`uid-${process.getuid!()}`);
    expect(thisUser({})).toBe(`uid-${process.getuid!()}@${os.hostname()}`);
  });

  test('holds a lock under the name that Terraform writes', () => {
    expect(lockHolder({ USER: 'jo', HOME: '/me' })).toBe(`jo@${os.hostname()}`);
    expect(lockHolder({ USER: 'jo' })).toBe(`@${os.hostname()}`);
    expect(lockHolder({})).toBe(`@${os.hostname()}`);
  });
});
