/*
 * Preloaded into a process, makes its disk a bad one, for the files below DISK_FAULTS_FOLDER whose name begins with desk.db:
 *
 * - power loss: what is synced, and nothing else, is copied to a file of the same name in DISK_FAULTS_DURABLE, which is the
 *   disk as a power cut would leave it;
 * - slow or failing: DISK_FAULTS_CONTROL names a file with "DELAY_MS SYNC_ERRNO WRITE_ERRNO FOLDER_ERRNO", read before
 *   every act. The last is met by whatever would change anything in the folder, of any name: a file system turned read-only.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#define BLOCK 65536

static ssize_t (*real_pwrite)(int, const void *, size_t, off_t);

struct trouble {
  int delay_ms, sync_errno, write_errno, folder_errno;
};

static int in_folder(const char *path) {
  const char *folder = getenv("DISK_FAULTS_FOLDER");
  return folder != NULL && strncmp(path, folder, strlen(folder)) == 0;
}

/* The path behind a descriptor, where it is in the folder, or null. */
static const char *path_of(int fd, char *path) {
  char link[64];
  snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
  ssize_t length = readlink(link, path, PATH_MAX - 1);
  if (length < 0) return NULL;
  path[length] = 0;
  return in_folder(path) ? path : NULL;
}

/* The name of the watched file behind a path, or null. */
static const char *watched(const char *path) {
  const char *name = path == NULL ? NULL : strrchr(path, '/') + 1;
  return name != NULL && strncmp(name, "desk.db", 7) == 0 ? name : NULL;
}

static int (*opening(const char *call))(const char *, int, ...) {
  return (int (*)(const char *, int, ...))dlsym(RTLD_NEXT, call);
}

static struct trouble control(void) {
  struct trouble now = {0, 0, 0, 0};
  const char *file = getenv("DISK_FAULTS_CONTROL");
  int fd = file == NULL ? -1 : opening("open")(file, O_RDONLY | O_CLOEXEC);
  char text[128] = "";
  if (fd < 0) return now;
  if (read(fd, text, sizeof text - 1) < 0 ||
      sscanf(text, "%d %d %d %d", &now.delay_ms, &now.sync_errno, &now.write_errno, &now.folder_errno) != 4) {
    now = (struct trouble){0, 0, 0, 0};
  }
  close(fd);
  return now;
}

static void copy_durable(const char *path, const char *name) {
  const char *folder = getenv("DISK_FAULTS_DURABLE");
  if (folder == NULL) return;
  char image[PATH_MAX];
  snprintf(image, sizeof image, "%s/%s", folder, name);
  int from = opening("open")(path, O_RDONLY | O_CLOEXEC);
  int to = opening("open")(image, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
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
  const char *name = watched(path_of(fd, path));
  if (name == NULL) return real(fd);
  struct trouble now = control();
  if (now.delay_ms > 0) {
    struct timespec wait = {now.delay_ms / 1000, (now.delay_ms % 1000) * 1000000L};
    nanosleep(&wait, NULL);
  }
  int error = now.folder_errno != 0 ? now.folder_errno : now.sync_errno;
  if (error != 0) {
    errno = error;
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
  if (path_of(fd, path) == NULL) return 0;
  struct trouble now = control();
  if (now.folder_errno != 0) return now.folder_errno;
  return watched(path) == NULL ? 0 : now.write_errno;
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

/* True, with errno set, when nothing may be changed at this path. */
static int is_refused(const char *path) {
  int error = in_folder(path) ? control().folder_errno : 0;
  if (error != 0) errno = error;
  return error != 0;
}

static int opened(const char *call, const char *path, int flags, mode_t mode) {
  if ((flags & (O_WRONLY | O_RDWR | O_CREAT | O_TRUNC)) != 0 && is_refused(path)) return -1;
  return opening(call)(path, flags, mode);
}

#define OPENS(call)                              \
  int call(const char *path, int flags, ...) {   \
    va_list rest;                                \
    va_start(rest, flags);                       \
    mode_t mode = va_arg(rest, mode_t);          \
    va_end(rest);                                \
    return opened(#call, path, flags, mode);     \
  }
OPENS(open)
OPENS(open64)

int unlink(const char *path) {
  int (*real)(const char *) = dlsym(RTLD_NEXT, "unlink");
  return is_refused(path) ? -1 : real(path);
}

int ftruncate64(int fd, off64_t length) {
  int (*real)(int, off64_t) = dlsym(RTLD_NEXT, "ftruncate64");
  char path[PATH_MAX];
  return path_of(fd, path) != NULL && is_refused(path) ? -1 : real(fd, length);
}

int ftruncate(int fd, off_t length) { return ftruncate64(fd, length); }
