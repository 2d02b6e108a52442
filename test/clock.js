// The day of all tests, and of the commands that they start: parameters/today.ts.
process.env.PLATFORM_TODAY ??= '2026-11-29';
