/*
 * Preloaded into a process, makes its disk a bad one, for the files below DISK_FAULTS_FOLDER whose name begins with desk.db:
 *
 * - power loss: what is synced, and nothing else, is copied to a file of the same name in DISK_FAULTS_DURABLE, which is the
 *   disk as a power cut would leave it;
 * - slow or failing: DISK_FAULTS_CONTROL names a file with "DELAY_MS SYNC_ERRNO WRITE_ERRNO", read before every act.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#define BLOCK 65536

static ssize_t (*real_pwrite)(int, const void *, size_t, off_t);

/* The name of the watched file behind a descriptor, or null. */
static const char *watched(int fd, char *path) {
  const char *folder = getenv("DISK_FAULTS_FOLDER");
  char link[64];
  snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
  ssize_t length = folder == NULL ? -1 : readlink(link, path, PATH_MAX - 1);
  if (length < 0) return NULL;
  path[length] = 0;
  if (strncmp(path, folder, strlen(folder)) != 0) return NULL;
  const char *name = strrchr(path, '/') + 1;
  return strncmp(name, "desk.db", 7) == 0 ? name : NULL;
}

static void control(int *delay_ms, int *sync_errno, int *write_errno) {
  *delay_ms = *sync_errno = *write_errno = 0;
  const char *file = getenv("DISK_FAULTS_CONTROL");
  FILE *stream = file == NULL ? NULL : fopen(file, "r");
  if (stream == NULL) return;
  if (fscanf(stream, "%d %d %d", delay_ms, sync_errno, write_errno) != 3) *delay_ms = *sync_errno = *write_errno = 0;
  fclose(stream);
}

static void copy_durable(const char *path, const char *name) {
  const char *folder = getenv("DISK_FAULTS_DURABLE");
  if (folder == NULL) return;
  char image[PATH_MAX];
  snprintf(image, sizeof image, "%s/%s", folder, name);
  int from = open(path, O_RDONLY | O_CLOEXEC);
  int to = open(image, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  if (from < 0 || to < 0) abort();
  char now[BLOCK], before[BLOCK];
  off_t at = 0;
  for (ssize_t got; (got = pread(from, now, BLOCK, at)) > 0; at += got) {
    ssize_t had = pread(to, before, got, at);
    if (had == got && memcmp(now, before, got) == 0) continue;
    if (real_pwrite(to, now, got, at) != got) abort();
  }
  if (ftruncate(to, at) != 0) abort();
  close(from);
  close(to);
}

static int synced(int fd, const char *call) {
  if (real_pwrite == NULL) real_pwrite = dlsym(RTLD_NEXT, "pwrite");
  int (*real)(int) = dlsym(RTLD_NEXT, call);
  char path[PATH_MAX];
  const char *name = watched(fd, path);
  if (name == NULL) return real(fd);
  int delay_ms, sync_errno, write_errno;
  control(&delay_ms, &sync_errno, &write_errno);
  if (delay_ms > 0) {
    struct timespec wait = {delay_ms / 1000, (delay_ms % 1000) * 1000000L};
    nanosleep(&wait, NULL);
  }
  if (sync_errno != 0) {
    errno = sync_errno;
    return -1;
  }
  int result = real(fd);
  if (result == 0) copy_durable(path, name);
  return result;
}

int fsync(int fd) { return synced(fd, "fsync"); }
int fdatasync(int fd) { return synced(fd, "fdatasync"); }

/* 0, or the error that a write to this descriptor meets. */
static int write_error(int fd) {
  char path[PATH_MAX];
  if (watched(fd, path) == NULL) return 0;
  int delay_ms, sync_errno, write_errno;
  control(&delay_ms, &sync_errno, &write_errno);
  return write_errno;
}

ssize_t write(int fd, const void *bytes, size_t count) {
  static ssize_t (*real)(int, const void *, size_t);
  if (real == NULL) real = dlsym(RTLD_NEXT, "write");
  int error = write_error(fd);
  if (error == 0) return real(fd, bytes, count);
  errno = error;
  return -1;
}

ssize_t pwrite(int fd, const void *bytes, size_t count, off_t at) {
  if (real_pwrite == NULL) real_pwrite = dlsym(RTLD_NEXT, "pwrite");
  int error = write_error(fd);
  if (error == 0) return real_pwrite(fd, bytes, count, at);
  errno = error;
  return -1;
}

ssize_t pwrite64(int fd, const void *bytes, size_t count, off64_t at) { return pwrite(fd, bytes, count, at); }
