/*
 * Preloaded into a process, sets its wall clock: MACHINE_CLOCK names a file that begins with how far to, ms, as a 64-bit
 * integer. It may be written while the process runs. What is monotonic stays as it is.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

static int64_t offset_ms(void) {
  static const volatile int64_t *offset;
  if (offset == NULL) {
    const char *file = getenv("MACHINE_CLOCK");
    int fd = file == NULL ? -1 : open(file, O_RDONLY | O_CLOEXEC);
    if (fd < 0) return 0;
    void *mapped = mmap(NULL, sizeof *offset, PROT_READ, MAP_SHARED, fd, 0);
    close(fd);
    if (mapped == MAP_FAILED) return 0;
    offset = mapped;
  }
  return *offset;
}

static void shift(struct timespec *at) {
  int64_t ns = at->tv_nsec + offset_ms() % 1000 * 1000000;
  at->tv_sec += offset_ms() / 1000 + (ns < 0 ? -1 : ns / 1000000000);
  at->tv_nsec = (ns + 1000000000) % 1000000000;
}

int clock_gettime(clockid_t clock, struct timespec *at) {
  static int (*real)(clockid_t, struct timespec *);
  if (real == NULL) real = dlsym(RTLD_NEXT, "clock_gettime");
  int result = real(clock, at);
  if (result == 0 && (clock == CLOCK_REALTIME || clock == CLOCK_REALTIME_COARSE)) shift(at);
  return result;
}

int gettimeofday(struct timeval *restrict now, void *restrict zone) {
  (void)zone;
  struct timespec at;
  if (clock_gettime(CLOCK_REALTIME, &at) != 0) return -1;
  now->tv_sec = at.tv_sec;
  now->tv_usec = at.tv_nsec / 1000;
  return 0;
}

time_t time(time_t *now) {
  struct timespec at;
  clock_gettime(CLOCK_REALTIME, &at);
  if (now != NULL) *now = at.tv_sec;
  return at.tv_sec;
}
