/** Retention that CloudWatch Logs knows (PutRetentionPolicy). */
export const LOG_RETENTION = [
  1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 3653,
];
