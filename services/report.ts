import type { Service } from '../declarations/service';

export const report: Service = {
  description: 'Sales in numbers, as files in the bucket',
  group: 'office',
  schedules: {
    nightly: {
      cron: '0 3 * * *',
      timeZone: 'Europe/Berlin',
      command: ['bin/report', '--yesterday'],
      timeoutSeconds: 3600,
    },
    weekly: { cron: '30 6 * * mon', timeZone: 'Europe/Berlin', command: ['bin/report', '--last-week'] },
  },
  bind: ['orders', 'assets'],
  logs: { level: 'level', error: ['error', 'critical'], message: 'msg' },
};
