/* Between a program and its C library: writes down every operation on files below SO_PHUONG_ROOT, in the order in which
 * they happened, into the file SO_PHUONG_LOG; and, asked by disk_room(), refuses writes as a full or broken disk would.
 *
 * A record: operation (1 byte), fd (4), offset (8), length of a (4), length of b (4), a, b; little endian.
 * Build: cc -shared -fPIC -O1 -o recorder.so recorder.c -ldl -lpthread
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/sendfile.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <sys/uio.h>
#include <unistd.h>

#define FDS 4096

static pthread_mutex_t turn = PTHREAD_MUTEX_INITIALIZER;
static char root[PATH_MAX];
static size_t root_length;
static int log_fd = -1;
static char watched[FDS];
static char appends[FDS];
static int64_t room = -1; /* bytes that may still be written, -1 without end */
static int refusal = ENOSPC;

static int (*real_open)(const char *, int, ...);
static int (*real_openat)(int, const char *, int, ...);
static int (*real_close)(int);
static ssize_t (*real_write)(int, const void *, size_t);
static ssize_t (*real_pwrite)(int, const void *, size_t, off64_t);
static ssize_t (*real_writev)(int, const struct iovec *, int);
static ssize_t (*real_sendfile)(int, int, off64_t *, size_t);
static int (*real_ftruncate)(int, off64_t);
static int (*real_fsync)(int);
static int (*real_fdatasync)(int);
static int (*real_rename)(const char *, const char *);
static int (*real_unlink)(const char *);
static int (*real_link)(const char *, const char *);
static int (*real_mkdir)(const char *, mode_t);
static int (*real_rmdir)(const char *);

__attribute__((constructor)) static void begin(void)
{
    real_open = dlsym(RTLD_NEXT, "open64");
    real_openat = dlsym(RTLD_NEXT, "openat64");
    real_close = dlsym(RTLD_NEXT, "close");
    real_write = dlsym(RTLD_NEXT, "write");
    real_pwrite = dlsym(RTLD_NEXT, "pwrite64");
    real_writev = dlsym(RTLD_NEXT, "writev");
    real_sendfile = dlsym(RTLD_NEXT, "sendfile64");
    real_ftruncate = dlsym(RTLD_NEXT, "ftruncate64");
    real_fsync = dlsym(RTLD_NEXT, "fsync");
    real_fdatasync = dlsym(RTLD_NEXT, "fdatasync");
    real_rename = dlsym(RTLD_NEXT, "rename");
    real_unlink = dlsym(RTLD_NEXT, "unlink");
    real_link = dlsym(RTLD_NEXT, "link");
    real_mkdir = dlsym(RTLD_NEXT, "mkdir");
    real_rmdir = dlsym(RTLD_NEXT, "rmdir");
    const char *where = getenv("SO_PHUONG_ROOT");
    if (where == NULL || strlen(where) >= sizeof root)
        return;
    strcpy(root, where);
    root_length = strlen(root);
    const char *into = getenv("SO_PHUONG_LOG");
    if (into != NULL)
        log_fd = real_open(into, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
}

/* Let so many bytes be written from now on, then refuse with this errno; -1: as much as one likes. */
void disk_room(int64_t bytes, int fault)
{
    pthread_mutex_lock(&turn);
    room = bytes;
    refusal = fault ? fault : ENOSPC;
    pthread_mutex_unlock(&turn);
}

static int absolute(int at, const char *path, char *out)
{
    char folder[PATH_MAX];
    if (path[0] == '/') {
        folder[0] = 0;
    } else if (at == AT_FDCWD) {
        if (getcwd(folder, sizeof folder) == NULL)
            return 0;
    } else {
        char link_name[64];
        snprintf(link_name, sizeof link_name, "/proc/self/fd/%d", at);
        ssize_t size = readlink(link_name, folder, sizeof folder - 1);
        if (size < 0)
            return 0;
        folder[size] = 0;
    }
    int size = snprintf(out, PATH_MAX, "%s%s%s", folder, folder[0] ? "/" : "", path);
    return size > 0 && size < PATH_MAX;
}

static int ours(const char *path)
{
    return root_length && strncmp(path, root, root_length) == 0 && (path[root_length] == '/' || path[root_length] == 0);
}

/* The shared memory beside a WAL is made anew from it after a power cut, and is mapped, not written. */
static int passing(const char *path)
{
    size_t size = strlen(path);
    return size > 4 && strcmp(path + size - 4, "-shm") == 0;
}

static void note(char what, int fd, int64_t offset, const void *a, uint32_t a_size, const void *b, uint32_t b_size)
{
    if (log_fd < 0)
        return;
    char head[21];
    head[0] = what;
    memcpy(head + 1, &fd, 4);
    memcpy(head + 5, &offset, 8);
    memcpy(head + 13, &a_size, 4);
    memcpy(head + 17, &b_size, 4);
    struct iovec parts[3] = {{head, sizeof head}, {(void *)a, a_size}, {(void *)b, b_size}};
    if (real_writev(log_fd, parts, 3) < 0)
        abort();
}

static int seen(int fd)
{
    return fd >= 0 && fd < FDS && watched[fd];
}

/* How many of these bytes the disk still takes; 0 and errno where it takes none. */
static size_t taken(size_t size)
{
    if (room < 0)
        return size;
    if (room == 0 && size) {
        errno = refusal;
        return 0;
    }
    if ((int64_t)size > room)
        size = (size_t)room;
    room -= (int64_t)size;
    return size;
}

static int opened(int at, const char *path, int flags, mode_t mode)
{
    char whole[PATH_MAX];
    int known = absolute(at, path, whole) && ours(whole) && !passing(whole);
    if (!known) {
        int other = real_openat(at, path, flags, mode);
        if (other >= 0 && other < FDS)
            watched[other] = 0;
        return other;
    }
    pthread_mutex_lock(&turn);
    int fd;
    if ((flags & O_CREAT) && room == 0 && access(whole, F_OK) != 0) {
        errno = refusal;
        fd = -1;
    } else {
        fd = real_openat(at, path, flags, mode);
    }
    int fault = errno;
    if (fd >= 0 && fd < FDS) {
        watched[fd] = 1;
        appends[fd] = (flags & O_APPEND) != 0;
        int64_t how = (flags & O_CREAT ? 1 : 0) | (flags & O_TRUNC ? 2 : 0);
        note('o', fd, how, whole, strlen(whole), NULL, 0);
    }
    pthread_mutex_unlock(&turn);
    errno = fault;
    return fd;
}

#define MODE(flags, mode) \
    mode_t mode = 0; \
    if ((flags) & (O_CREAT | O_TMPFILE)) { va_list more; va_start(more, flags); mode = va_arg(more, mode_t); va_end(more); }

int open(const char *path, int flags, ...) { MODE(flags, mode) return opened(AT_FDCWD, path, flags, mode); }
int open64(const char *path, int flags, ...) { MODE(flags, mode) return opened(AT_FDCWD, path, flags, mode); }
int openat(int at, const char *path, int flags, ...) { MODE(flags, mode) return opened(at, path, flags, mode); }
int openat64(int at, const char *path, int flags, ...) { MODE(flags, mode) return opened(at, path, flags, mode); }
int creat(const char *path, mode_t mode) { return opened(AT_FDCWD, path, O_CREAT | O_WRONLY | O_TRUNC, mode); }

int close(int fd)
{
    if (!seen(fd))
        return real_close(fd);
    pthread_mutex_lock(&turn);
    note('c', fd, 0, NULL, 0, NULL, 0);
    watched[fd] = 0;
    int done = real_close(fd);
    pthread_mutex_unlock(&turn);
    return done;
}

static ssize_t put(int fd, const void *data, size_t size, off64_t offset)
{
    size_t some = taken(size);
    if (size && !some)
        return -1;
    ssize_t done = real_pwrite(fd, data, some, offset);
    if (done > 0)
        note('w', fd, offset, data, (uint32_t)done, NULL, 0);
    return done;
}

ssize_t pwrite64(int fd, const void *data, size_t size, off64_t offset)
{
    if (!seen(fd))
        return real_pwrite(fd, data, size, offset);
    pthread_mutex_lock(&turn);
    ssize_t done = put(fd, data, size, offset);
    pthread_mutex_unlock(&turn);
    return done;
}

ssize_t pwrite(int fd, const void *data, size_t size, off_t offset) { return pwrite64(fd, data, size, offset); }

ssize_t write(int fd, const void *data, size_t size)
{
    if (!seen(fd))
        return real_write(fd, data, size);
    pthread_mutex_lock(&turn);
    size_t some = taken(size);
    ssize_t done = -1;
    if (some || !size) {
        off64_t at = lseek64(fd, 0, appends[fd] ? SEEK_END : SEEK_CUR);
        done = real_write(fd, data, some);
        if (done > 0)
            note('w', fd, at, data, (uint32_t)done, NULL, 0);
    }
    pthread_mutex_unlock(&turn);
    return done;
}

ssize_t writev(int fd, const struct iovec *parts, int count)
{
    if (!seen(fd))
        return real_writev(fd, parts, count);
    ssize_t whole = 0;
    for (int at = 0; at < count; at++) {
        ssize_t done = write(fd, parts[at].iov_base, parts[at].iov_len);
        if (done < 0)
            return whole ? whole : -1;
        whole += done;
        if ((size_t)done < parts[at].iov_len)
            break;
    }
    return whole;
}

ssize_t pwritev64(int fd, const struct iovec *parts, int count, off64_t offset)
{
    ssize_t whole = 0;
    for (int at = 0; at < count; at++) {
        ssize_t done = pwrite64(fd, parts[at].iov_base, parts[at].iov_len, offset + whole);
        if (done < 0)
            return whole ? whole : -1;
        whole += done;
        if ((size_t)done < parts[at].iov_len)
            break;
    }
    return whole;
}

ssize_t pwritev(int fd, const struct iovec *parts, int count, off_t offset) { return pwritev64(fd, parts, count, offset); }

ssize_t sendfile64(int out, int in, off64_t *offset, size_t size)
{
    if (!seen(out))
        return real_sendfile(out, in, offset, size);
    char part[65536];
    off64_t from = offset ? *offset : lseek64(in, 0, SEEK_CUR);
    ssize_t got = pread64(in, part, size < sizeof part ? size : sizeof part, from);
    if (got <= 0)
        return got;
    ssize_t done = write(out, part, (size_t)got);
    if (done > 0) {
        if (offset)
            *offset += done;
        else
            lseek64(in, from + done, SEEK_SET);
    }
    return done;
}

ssize_t sendfile(int out, int in, off_t *offset, size_t size) { return sendfile64(out, in, offset, size); }

ssize_t copy_file_range(int in, off64_t *from, int out, off64_t *to, size_t size, unsigned int flags)
{
    (void)in; (void)from; (void)out; (void)to; (void)size; (void)flags;
    errno = ENOSYS; /* the program then copies by sendfile or write */
    return -1;
}

int ftruncate64(int fd, off64_t size)
{
    if (!seen(fd))
        return real_ftruncate(fd, size);
    pthread_mutex_lock(&turn);
    int done = real_ftruncate(fd, size);
    if (done == 0)
        note('t', fd, size, NULL, 0, NULL, 0);
    pthread_mutex_unlock(&turn);
    return done;
}

int ftruncate(int fd, off_t size) { return ftruncate64(fd, size); }

int posix_fallocate64(int fd, off64_t offset, off64_t size) { (void)fd; (void)offset; (void)size; return EOPNOTSUPP; }
int posix_fallocate(int fd, off_t offset, off_t size) { return posix_fallocate64(fd, offset, size); }

static int settled(int fd, int (*real)(int))
{
    if (!seen(fd))
        return real(fd);
    pthread_mutex_lock(&turn);
    int done = real(fd);
    if (done == 0)
        note('s', fd, 0, NULL, 0, NULL, 0);
    pthread_mutex_unlock(&turn);
    return done;
}

int fsync(int fd) { return settled(fd, real_fsync); }
int fdatasync(int fd) { return settled(fd, real_fdatasync); }

static int named(char what, int (*run)(const char *, const char *), const char *from, const char *to)
{
    char a[PATH_MAX], b[PATH_MAX];
    int known = absolute(AT_FDCWD, from, a) && absolute(AT_FDCWD, to, b) && (ours(a) || ours(b));
    if (!known)
        return run(from, to);
    pthread_mutex_lock(&turn);
    int done = run(from, to);
    int fault = errno;
    if (done == 0)
        note(what, 0, 0, a, strlen(a), b, strlen(b));
    pthread_mutex_unlock(&turn);
    errno = fault;
    return done;
}

int rename(const char *from, const char *to) { return named('r', real_rename, from, to); }
int renameat(int a, const char *from, int b, const char *to) { (void)a; (void)b; return rename(from, to); }
int link(const char *from, const char *to) { return named('l', real_link, from, to); }

static int one(char what, const char *path, int (*run)(const char *))
{
    char whole[PATH_MAX];
    if (!absolute(AT_FDCWD, path, whole) || !ours(whole) || passing(whole))
        return run(path);
    pthread_mutex_lock(&turn);
    int done = run(path);
    int fault = errno;
    if (done == 0)
        note(what, 0, 0, whole, strlen(whole), NULL, 0);
    pthread_mutex_unlock(&turn);
    errno = fault;
    return done;
}

int unlink(const char *path) { return one('u', path, real_unlink); }
int rmdir(const char *path) { return one('d', path, real_rmdir); }

int mkdir(const char *path, mode_t mode)
{
    char whole[PATH_MAX];
    if (!absolute(AT_FDCWD, path, whole) || !ours(whole))
        return real_mkdir(path, mode);
    pthread_mutex_lock(&turn);
    int done;
    if (room == 0) {
        errno = refusal;
        done = -1;
    } else {
        done = real_mkdir(path, mode);
    }
    int fault = errno;
    if (done == 0)
        note('m', 0, 0, whole, strlen(whole), NULL, 0);
    pthread_mutex_unlock(&turn);
    errno = fault;
    return done;
}
