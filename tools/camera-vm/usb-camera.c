/*
 * usb-camera NAME FORMAT WIDTHxHEIGHT FRAME-FILE [FORMAT WIDTHxHEIGHT FRAME-FILE]...
 *
 * A webcam for the guest of run.sh, plugged in for as long as this process lives. Linux's own driver for webcams
 * (uvcvideo) finds it; it sends the frame file again and again, 30 times a second. FORMAT is MJPG, YUYV, NV12 or GREY.
 * SIGUSR1 makes the frames stop without an error, SIGUSR2 makes them come again, any end of the process unplugs the
 * camera. Do not use SIGSTOP: it stops the USB bus too, and whoever closes the camera then hangs in the kernel.
 *
 * It speaks USB/IP to the driver vhci-hcd, and "USB Video Class" 1.0 with a bulk endpoint through it.
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <err.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#define ATTACH "/sys/devices/platform/vhci_hcd.0/attach"
#define PORTS 8
#define DEVICE_ID (1 << 16 | 2)
#define HIGH_SPEED 3
#define INTERVAL 333333 /* of 100 ns: 30 frames a second */
#define PAYLOAD 16384   /* the most that uvcvideo asks for at once */
#define MAX_FORMATS 4
#define MAX_WAITING 64

enum { CMD_SUBMIT = 1, CMD_UNLINK, RET_SUBMIT, RET_UNLINK };

/* A header of USB/IP; all numbers are big-endian, `setup` is as it is on the wire of USB. */
struct header {
    uint32_t command, sequence, device, direction, endpoint;
    uint32_t a, b, c, d, e; /* flags, length, ... of a request; status, length, ... of an answer */
    uint8_t setup[8];
};

struct format {
    const char *fourcc;
    unsigned width, height;
    const uint8_t *frame;
    uint32_t size;
};

static struct format formats[MAX_FORMATS];
static unsigned format_count;
static const char *name;
static int line;

static volatile sig_atomic_t stalled;

static uint8_t configuration[1024];
static unsigned length;

static uint8_t probe[26]; /* "video probe and commit controls" */

/* Requests for picture data that wait for the next frame, oldest first. */
static struct header waiting[MAX_WAITING];
static unsigned waiting_count;

static void put(unsigned bytes, uint32_t value)
{
    for (; bytes > 0; bytes--, value >>= 8)
        configuration[length++] = value;
}

static void put_le32(uint8_t *to, uint32_t value)
{
    for (int i = 0; i < 4; i++)
        to[i] = value >> 8 * i;
}

static int is_jpeg(const struct format *f)
{
    return strcmp(f->fourcc, "MJPG") == 0;
}

/* What the host reserves for a frame; a JPEG fills only part of it. */
static uint32_t largest(const struct format *f)
{
    return is_jpeg(f) ? f->size + f->width * f->height : f->size;
}

static unsigned bits_per_pixel(const struct format *f)
{
    return strcmp(f->fourcc, "YUYV") == 0 ? 16 : strcmp(f->fourcc, "NV12") == 0 ? 12 : 8;
}

static void put_format(unsigned number, const struct format *f)
{
    static const uint8_t rest_of_guid[] = {0, 0, 0x10, 0, 0x80, 0, 0, 0xaa, 0, 0x38, 0x9b, 0x71};
    uint32_t rate = largest(f) * 8 * 30;
    if (is_jpeg(f)) {
        put(4, 0x0006240b | number << 24), put(1, 1), put(1, 1), put(1, 1), put(4, 0);
    } else {
        const char *guid = f->fourcc;
        if (strcmp(guid, "YUYV") == 0)
            guid = "YUY2";
        else if (strcmp(guid, "GREY") == 0)
            guid = "Y800";
        put(4, 0x0004241b | number << 24), put(1, 1);
        for (int i = 0; i < 4; i++)
            put(1, guid[i]);
        for (unsigned i = 0; i < sizeof rest_of_guid; i++)
            put(1, rest_of_guid[i]);
        put(1, bits_per_pixel(f)), put(1, 1), put(4, 0);
    }
    put(1, 30), put(1, 0x24), put(1, is_jpeg(f) ? 7 : 5), put(1, 1), put(1, 0), put(2, f->width), put(2, f->height);
    put(4, rate), put(4, rate), put(4, largest(f)), put(4, INTERVAL), put(1, 1), put(4, INTERVAL);
}

static void describe(void)
{
    unsigned start;
    put(2, 0x0209), put(2, 0), put(1, 2), put(1, 1), put(1, 0), put(1, 0x80), put(1, 250);
    put(4, 0x02000b08), put(4, 0x0000030e);                               /* both interfaces are one camera */
    put(4, 0x00000409), put(4, 0x00010e00), put(1, 0);                    /* video control */
    put(3, 0x01240d), put(2, 0x100), put(2, 13 + 18 + 9), put(4, 48000000), put(1, 1), put(1, 1);
    put(4, 0x01022412), put(2, 0x201), put(2, 0), put(4, 0), put(2, 0), put(1, 3), put(3, 0); /* a camera */
    put(4, 0x02032409), put(2, 0x101), put(2, 0x0100), put(1, 0);         /* its output: USB */
    put(4, 0x00010409), put(4, 0x00020e01), put(1, 0);                    /* video streaming */
    start = length;
    put(1, 13 + format_count), put(2, 0x0124), put(1, format_count), put(2, 0), put(1, 0x81), put(1, 0), put(1, 2);
    put(3, 0), put(1, 1), put(format_count, 0);
    for (unsigned i = 0; i < format_count; i++)
        put_format(i + 1, &formats[i]);
    configuration[start + 4] = length - start, configuration[start + 5] = (length - start) >> 8;
    put(4, 0x02810507), put(2, 512), put(1, 0);                           /* a bulk endpoint for the pictures */
    configuration[2] = length, configuration[3] = length >> 8;
}

/* Makes the host's wish one that this camera can fulfil. */
static void settle(void)
{
    if (probe[2] < 1 || probe[2] > format_count)
        probe[2] = 1;
    probe[3] = 1;
    put_le32(probe + 4, INTERVAL);
    put_le32(probe + 18, largest(&formats[probe[2] - 1]));
    put_le32(probe + 22, PAYLOAD);
}

static void send_all(const void *data, size_t size)
{
    for (const char *p = data; size > 0;) {
        ssize_t n = write(line, p, size);
        if (n <= 0)
            err(1, "the host is gone");
        p += n, size -= n;
    }
}

static void receive_all(void *data, size_t size)
{
    for (char *p = data; size > 0;) {
        ssize_t n = read(line, p, size);
        if (n <= 0)
            errx(1, "the host has unplugged the camera");
        p += n, size -= n;
    }
}

static void answer(const struct header *to, int32_t status, const void *data, uint32_t size)
{
    struct header h = {.command = htonl(RET_SUBMIT), .sequence = to->sequence, .a = htonl(status), .b = htonl(size)};
    send_all(&h, sizeof h);
    if (data)
        send_all(data, size);
}

static unsigned string_descriptor(uint8_t *to, unsigned index)
{
    const char *text = index == 1 ? "Uketsuke" : name;
    unsigned size = 2;
    if (index == 0)
        return memcpy(to, "\4\3\x09\x04", 4), 4;
    for (; *text && size < 250; text++, size += 2)
        to[size] = *text, to[size + 1] = 0;
    to[0] = size, to[1] = 3;
    return size;
}

/* A request to the control endpoint. */
static void control(const struct header *h)
{
    static const uint8_t device[] = {18, 1, 0, 2, 0xef, 2, 1, 64, 0x6b, 0x1d, 4, 1, 0, 1, 1, 2, 0, 1};
    static const uint8_t zero[2];
    const uint8_t *s = h->setup;
    uint32_t wanted = ntohl(h->b);
    const void *data = NULL;
    uint32_t size = 0;
    uint8_t text[256], number[2];

    if (!(s[0] & 0x80)) { /* to the camera */
        uint8_t got[4096] = {0};
        if (wanted > sizeof got)
            errx(1, "an unexpected request");
        receive_all(got, wanted);
        if (s[0] == 0x21 && s[1] == 1 && s[4] == 1)
            memcpy(probe, got, wanted < sizeof probe ? wanted : sizeof probe), settle();
        answer(h, 0, NULL, wanted);
        return;
    }
    if (s[0] == 0x80 && s[1] == 6 && s[3] == 1)
        data = device, size = sizeof device;
    else if (s[0] == 0x80 && s[1] == 6 && s[3] == 2)
        data = configuration, size = length;
    else if (s[0] == 0x80 && s[1] == 6 && s[3] == 3)
        data = text, size = string_descriptor(text, s[2]);
    else if ((s[0] & 0x60) == 0 && s[1] == 0)
        data = zero, size = 2;
    else if (s[0] == 0xa1 && s[4] == 1 && s[1] == 0x85)
        number[0] = sizeof probe, number[1] = 0, data = number, size = 2;
    else if (s[0] == 0xa1 && s[4] == 1 && s[1] == 0x86)
        number[0] = 3, data = number, size = 1;
    else if (s[0] == 0xa1 && s[4] == 1 && s[1] >= 0x81 && s[1] <= 0x87)
        data = probe, size = sizeof probe;
    if (data)
        answer(h, 0, data, size < wanted ? size : wanted);
    else
        answer(h, -32 /* EPIPE: not supported */, NULL, 0);
}

static void unlink_request(const struct header *h)
{
    struct header reply = {.command = htonl(RET_UNLINK), .sequence = h->sequence};
    for (unsigned i = 0; i < waiting_count; i++) {
        if (waiting[i].sequence == h->a) {
            waiting_count--;
            memmove(&waiting[i], &waiting[i + 1], (waiting_count - i) * sizeof waiting[0]);
            reply.a = htonl(-104); /* ECONNRESET: in time */
            break;
        }
    }
    send_all(&reply, sizeof reply);
}

static int64_t now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return t.tv_sec * 10000000LL + t.tv_nsec / 100;
}

/* Sends pieces of the frame for as long as the host asks for them; true at the frame's end. */
static int send_frame(uint32_t *offset, uint8_t frame_id)
{
    static uint8_t piece[PAYLOAD];
    const struct format *f = &formats[probe[2] - 1];
    while (waiting_count > 0) {
        struct header h = waiting[0];
        uint32_t room = ntohl(h.b) < PAYLOAD ? ntohl(h.b) : PAYLOAD;
        uint32_t left = *offset < f->size ? f->size - *offset : 0, part = left < room - 2 ? left : room - 2;
        memmove(waiting, waiting + 1, --waiting_count * sizeof waiting[0]);
        piece[0] = 2, piece[1] = 0x80 | frame_id | (part == left ? 2 : 0);
        memcpy(piece + 2, f->frame + *offset, part);
        answer(&h, 0, piece, part + 2);
        *offset += part;
        if (part == left)
            return 1;
    }
    return 0;
}

static void plug_in(void)
{
    int ends[2], attach = open(ATTACH, O_WRONLY);
    if (attach < 0 || socketpair(AF_UNIX, SOCK_STREAM, 0, ends) != 0)
        err(1, "%s (is vhci-hcd loaded?)", ATTACH);
    for (unsigned port = 0; port < PORTS; port++) {
        char text[64];
        int n = snprintf(text, sizeof text, "%u %d %u %u", port, ends[1], DEVICE_ID, HIGH_SPEED);
        if (write(attach, text, n) == n) {
            close(ends[1]), close(attach);
            line = ends[0];
            return;
        }
    }
    err(1, "no free port at %s", ATTACH);
}

static void read_format(char **words)
{
    struct format *f = &formats[format_count++];
    struct stat about;
    int file = open(words[2], O_RDONLY);
    if (file < 0 || fstat(file, &about) != 0 || about.st_size == 0)
        err(1, "%s", words[2]);
    f->fourcc = words[0];
    f->size = about.st_size;
    f->frame = mmap(NULL, f->size, PROT_READ, MAP_PRIVATE, file, 0);
    if (f->frame == MAP_FAILED || sscanf(words[1], "%ux%u", &f->width, &f->height) != 2)
        errx(1, "%s %s: not a frame", words[1], words[2]);
    if (strlen(f->fourcc) != 4 || !strstr("MJPG YUYV NV12 GREY", f->fourcc))
        errx(1, "%s: no format of this camera", f->fourcc);
    if (!is_jpeg(f) && f->size != f->width * f->height * bits_per_pixel(f) / 8)
        errx(1, "%s: a frame of %s has another size", words[2], words[1]);
    close(file);
}

static void on_signal(int signal)
{
    stalled = signal == SIGUSR1;
}

int main(int count, char **words)
{
    int64_t due = 0;
    uint32_t offset = 0;
    uint8_t frame_id = 0;
    if (count < 5 || (count - 2) % 3 != 0 || (count - 2) / 3 > MAX_FORMATS)
        errx(2, "usage: usb-camera NAME {FORMAT WIDTHxHEIGHT FRAME-FILE}...");
    name = words[1];
    for (int i = 2; i < count; i += 3)
        read_format(words + i);
    signal(SIGUSR1, on_signal);
    signal(SIGUSR2, on_signal);
    describe();
    settle();
    plug_in();
    for (;;) {
        struct pollfd wait = {line, POLLIN, 0};
        int64_t left = stalled ? INTERVAL : due - now();
        if (waiting_count > 0 && left <= 0) {
            if (send_frame(&offset, frame_id)) {
                offset = 0, frame_id ^= 1;
                due = (left < -INTERVAL ? now() : due) + INTERVAL;
            }
            continue;
        }
        if (poll(&wait, 1, waiting_count > 0 ? (int)(left / 10000) + 1 : -1) > 0) {
            struct header h;
            receive_all(&h, sizeof h);
            if (ntohl(h.command) == CMD_UNLINK)
                unlink_request(&h);
            else if (ntohl(h.endpoint) == 0)
                control(&h);
            else if (waiting_count < MAX_WAITING)
                waiting[waiting_count++] = h;
            else
                errx(1, "too many requests");
        }
    }
}
